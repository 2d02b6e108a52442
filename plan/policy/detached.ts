import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, list, texts } from '../value';
import { isOrphan } from './owner';
import { statements } from './statement';

/** Attributes that name policies of the stack. */
const PATHS = ['policy_arn', 'policy_arns', 'managed_policy_arns'];

/** Denials of policies of the stack that a role, user or group has no more, as they are not attached any longer. */
export function detached(change: Change, plan: Plan): string[] {
  if (!change.type.startsWith('aws_iam_') || change.action === 'create' || isOrphan(change, plan)) return [];
  return PATHS.flatMap((path) => {
    const kept = change.ends ? [] : texts(list(change.will(path)));
    return texts(list(change.was(path)))
      .filter((arn) => !kept.includes(arn))
      .flatMap((arn) => denials(arn, plan));
  });
}

function denials(arn: string, plan: Plan): string[] {
  const document = at(plan.before('aws_iam_policy', 'arn', arn), 'policy');
  const all = statements(document) ?? [];
  return all.some(({ effect }) => effect === 'Deny')
    ? [`no longer has the denials of ${arn.split('/').at(-1)}`]
    : [];
}
