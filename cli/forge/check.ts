import { Failure } from '../../console/failure';
import type { Gh } from '../../programs/gh';

/** What an environment of the forge has to have. */
export interface WantedEnvironment {
  readonly name: string;
  /** Whether somebody has to approve each of its jobs. */
  readonly reviewed: boolean;
  /** Which refs may use it, exactly. */
  readonly refs: readonly string[];
}

/** Source: GitHub REST, "Get an environment". */
interface Environment {
  readonly protection_rules?: readonly {
    readonly type: string;
    readonly reviewers?: readonly unknown[];
    readonly prevent_self_review?: boolean;
  }[];
  readonly deployment_branch_policy?: { readonly custom_branch_policies: boolean } | null;
}

/** Source: GitHub REST, "Get rules for a branch": of rule sets alone, and never those that are not enforced. */
interface Rule {
  readonly type: string;
  readonly parameters?: {
    readonly required_approving_review_count?: number;
    readonly require_code_owner_review?: boolean;
    readonly dismiss_stale_reviews_on_push?: boolean;
    readonly required_status_checks?: readonly { readonly context: string }[];
  };
}

/** The jobs of .github/workflows/pull-request.yml. */
const CHECKS = ['test', 'plan'];

/**
 * Looks whether the forge protects what the workflows rely on. Rule sets are read, and not the older branch protection,
 * which only an administrator's token can see.
 * @throws Failure with everything that is missing.
 */
export async function checkForge(gh: Gh, wanted: readonly WantedEnvironment[]): Promise<void> {
  const faults = [
    ...(await Promise.all(wanted.map((environment) => checkEnvironment(gh, environment)))).flat(),
    ...(await checkMain(gh)),
  ];
  if (faults.length === 0) return;
  throw new Failure(
    [
      'The forge does not protect what deploys (docs/pull-requests.md, "What to set in the forge"):',
      ...faults,
    ].join('\n  '),
  );
}

async function checkEnvironment(gh: Gh, { name, reviewed, refs }: WantedEnvironment): Promise<string[]> {
  const path = `repos/{owner}/{repo}/environments/${encodeURIComponent(name)}`;
  const found = await ask<Environment>(gh, path);
  if (!found) return [`environment ${name}: missing`];
  const { protection_rules: rules = [], deployment_branch_policy: policy } = found;
  const review = rules.find(({ type }) => type === 'required_reviewers');
  const faults: (string | false)[] = [
    reviewed && !review?.reviewers?.length && 'has no required reviewers',
    reviewed && review?.prevent_self_review === false && 'lets whoever pushed approve it',
  ];
  if (!policy?.custom_branch_policies) faults.push(`is open to every branch; allowed: ${refs.join(', ')}`);
  else {
    const { branch_policies: policies } = await gh.json<{ branch_policies: { name: string }[] }>(
      ...['api', `${path}/deployment-branch-policies?per_page=100`],
    );
    const others = policies.map((one) => one.name).filter((ref) => !refs.includes(ref));
    faults.push(
      others.length > 0 && `is open to ${others.join(', ')}; allowed: ${refs.join(', ')}`,
      policies.length === 0 && `is open to no branch; allowed: ${refs.join(', ')}`,
    );
  }
  return faults.filter((fault) => fault !== false).map((fault) => `environment ${name}: ${fault}`);
}

async function checkMain(gh: Gh): Promise<string[]> {
  const rules = await gh.json<Rule[]>('api', 'repos/{owner}/{repo}/rules/branches/main?per_page=100');
  const reviews = rules
    .filter(({ type }) => type === 'pull_request')
    .map(({ parameters = {} }) => parameters);
  if (reviews.length === 0) return ['branch main: no rule asks for a pull request'];
  const checks = rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
  const missing = CHECKS.filter((wanted) => !checks.some(({ context }) => context === wanted));
  const faults = [
    !reviews.some(({ required_approving_review_count: count = 0 }) => count > 0) && 'no review is required',
    !reviews.some((one) => one.require_code_owner_review) && 'no review by code owners is required',
    !reviews.some((one) => one.dismiss_stale_reviews_on_push) && 'a new push keeps old reviews',
    missing.length > 0 && `checks that are not required: ${missing.join(', ')}`,
    !rules.some(({ type }) => type === 'non_fast_forward') &&
      'its history can be overwritten by a forced push',
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `branch main: ${fault}`);
}

/** Undefined: there is none. */
async function ask<T>(gh: Gh, path: string): Promise<T | undefined> {
  try {
    return await gh.json<T>('api', path);
  } catch (error) {
    if (error instanceof Failure && error.message.includes('HTTP 404')) return undefined;
    throw error;
  }
}
