import type { Change } from './change';
import { allOf, type Finding, type Reasons, type Rule } from './finding';
import { guardChanged } from './guard';
import type { Plan } from './plan';
import { adminAttached } from './rules/admin-attached';
import { alarmsOff } from './rules/alarms-off';
import { auditOff } from './rules/audit-off';
import { boundaryRemoved } from './rules/boundary-removed';
import { clusterRightsWidened } from './rules/cluster-rights-widened';
import { dataDeleted } from './rules/data/data-deleted';
import { dataGone } from './rules/data/data-gone';
import { dataReplaced } from './rules/data/data-replaced';
import { markedAsPreview } from './rules/data/marked-as-preview';
import { safeguardRemoved } from './rules/data/safeguard-removed';
import { typeUnknown } from './rules/data/type-unknown';
import { encryptionWeakened } from './rules/encryption-weakened';
import { firewallWeakened } from './rules/firewall-weakened';
import { identityTrusted } from './rules/identity-trusted';
import { lastingKey } from './rules/lasting-key';
import { networkOpened } from './rules/network-opened';
import { networkPolicyWeakened } from './rules/network-policy-weakened';
import { capacityEmptied } from './rules/outage/capacity-emptied';
import { certificateLost } from './rules/outage/certificate-lost';
import { databaseInterrupted } from './rules/outage/database-interrupted';
import { entranceClosed } from './rules/outage/entrance-closed';
import { identityLost } from './rules/outage/identity-lost';
import { interruptionRisked } from './rules/outage/interruption-risked';
import { budgetRemoved } from './rules/outage/kubernetes/budget-removed';
import { nameChanged } from './rules/outage/name-changed';
import { redundancyLost } from './rules/outage/redundancy-lost';
import { scheduleSuspended } from './rules/outage/schedule-suspended';
import { wayOutLost } from './rules/outage/way-out-lost';
import { workloadStopped } from './rules/outage/workload-stopped';
import { podPrivileged } from './rules/pod-privileged';
import { podSecurityWeakened } from './rules/pod-security-weakened';
import { policyWidened } from './rules/policy-widened';
import { previewDataWidened } from './rules/preview-data-widened';
import { protectionRemoved } from './rules/protection-removed';
import { publicAccess } from './rules/public-access';
import { quotaWeakened } from './rules/quota-weakened';
import { retentionShortened } from './rules/retention-shortened';
import { roleGiven } from './rules/role-given';
import { trustLoosened } from './rules/trust-loosened';

/** All that is dangerous. Each has a plan that it catches, and one that it lets pass, in test/plan/corpus. */
export const rules: readonly Rule[] = [
  dataDeleted,
  dataReplaced,
  dataGone,
  typeUnknown,
  markedAsPreview,
  networkOpened,
  publicAccess,
  policyWidened,
  trustLoosened,
  adminAttached,
  boundaryRemoved,
  lastingKey,
  identityTrusted,
  roleGiven,
  encryptionWeakened,
  retentionShortened,
  protectionRemoved,
  safeguardRemoved,
  auditOff,
  alarmsOff,
  firewallWeakened,
  networkPolicyWeakened,
  podSecurityWeakened,
  podPrivileged,
  quotaWeakened,
  clusterRightsWidened,
  previewDataWidened,
  redundancyLost,
  capacityEmptied,
  workloadStopped,
  entranceClosed,
  wayOutLost,
  nameChanged,
  certificateLost,
  scheduleSuspended,
  databaseInterrupted,
  identityLost,
  budgetRemoved,
  interruptionRisked,
];

/** What an approval can name. */
export const ruleIds: readonly string[] = [...rules, guardChanged].map(({ id }) => id);

/** What is dangerous in a plan, in the order of the rules. */
export function findings(plan: Plan): Finding[] {
  const all = rules.flatMap((rule) =>
    plan.changes.flatMap((change) => {
      const reasons = [...new Set(allOf(judged(rule, change, plan)))];
      return reasons.length === 0
        ? []
        : [
            {
              rule,
              change,
              reasons,
              needsApproval: !rule.isOnlyTold && (rule.kind !== 'outage' || plan.isProtected),
            },
          ];
    }),
  );
  // What nobody has to approve says too little.
  const others = all.filter(({ rule, needsApproval }) => !rule.isLast && needsApproval);
  const told = new Set(others.map(({ change }) => change));
  // What is deleted with what it holds is told as that. That it no longer answers, or records, goes without saying.
  const deleted = new Set(all.filter(({ rule }) => rule === dataDeleted).map(({ change }) => change));
  return all.filter(({ rule, change }) => {
    if (change.action === 'delete' && deleted.has(change)) return rule === dataDeleted;
    return !rule.isLast || !told.has(change);
  });
}

/** What a rule can't read is no less dangerous for that. The error may quote values, and is not told. */
function judged(rule: Rule, change: Change, plan: Plan): Reasons {
  try {
    return rule.judge(change, plan);
  } catch (error) {
    return `has values that this rule can't read (${(error as Error).name}), so that nobody can judge it`;
  }
}
