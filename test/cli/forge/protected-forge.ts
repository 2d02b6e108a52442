import type { Answer } from '../fake-program';

// In the shape of GitHub REST: "Get an environment", "List deployment branch policies", "Get rules for a branch".

export const policies = (...names: string[]) => ({ branch_policies: names.map((name) => ({ name })) });
export const restricted = {
  deployment_branch_policy: { custom_branch_policies: true, protected_branches: false },
};
const reviewers = { type: 'required_reviewers', prevent_self_review: true, reviewers: [{ type: 'Team' }] };
export const review = {
  type: 'pull_request',
  parameters: {
    required_approving_review_count: 1,
    require_code_owner_review: true,
    dismiss_stale_reviews_on_push: true,
  },
};
export const checks = {
  type: 'required_status_checks',
  parameters: { required_status_checks: [{ context: 'test' }, { context: 'plan' }] },
};
/** What GitHub answers where all is set as docs/pull-requests.md says. */
export const protectedForge: readonly Answer[] = [
  { to: 'environments/preview/deployment-branch-policies', says: policies('main', 'refs/pull/*/merge') },
  // Of both questions about any other one.
  { to: 'environments/', says: { protection_rules: [reviewers], ...restricted, ...policies('main') } },
  { to: 'rules/branches/main', says: [review, checks, { type: 'non_fast_forward' }] },
];
