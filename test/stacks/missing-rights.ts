import { statements } from '../../plan/policy/statement';
import type { SynthesizedDocument } from '../../terraform/synthesized-stack';
import { iamService, SERVICES_FILE } from './iam-service';

export interface Maker {
  /** What the role is called in messages. */
  readonly role: string;
  /** Its policy. Undefined for a role that came with the account and may do everything. */
  readonly policy?: string;
  /** Which line to change so that it may use another service. */
  readonly allow: (service: string) => string;
}

type Stack = Pick<SynthesizedDocument, 'resource'> & { readonly data?: object; readonly ephemeral?: object };

const LOOKS = /^[\w-]+:(describe|get|list)/;

/**
 * Types in a stack that the role which deploys it can't make or read, each with the line to add. By service: whether
 * each single action is allowed, only AWS tells.
 */
export function missingRights({ resource, data, ephemeral }: Stack, maker: Maker): string[] {
  const find = (of: object | undefined, verb: 'change' | 'read') =>
    Object.keys(of ?? {})
      .filter((type) => type.startsWith('aws_'))
      .flatMap((type) => lack(type, verb, maker) ?? []);
  return [...find(resource, 'change'), ...find(data, 'read'), ...find(ephemeral, 'read')];
}

function lack(type: string, verb: 'change' | 'read', { role, policy, allow }: Maker): string | undefined {
  const service = iamService(type);
  if (service === undefined) {
    return `${type}: no row says which IAM service it is of. Add one to ${SERVICES_FILE}: how its type begins, and what stands before the colon of its actions (Service Authorization Reference)`;
  }
  if (policy === undefined || may(policy, service, verb)) return undefined;
  return `${type}: the ${role} may not ${verb} anything of ${service}: ${allow(service)}`;
}

function may(policy: string, service: string, verb: 'change' | 'read'): boolean {
  return statements(policy)!
    .filter(({ effect, inverted }) => effect === 'Allow' && !inverted.includes('NotAction'))
    .flatMap(({ actions }) => actions)
    .filter((action) => action === '*' || action.startsWith(`${service}:`))
    .some((action) => verb === 'read' || !LOOKS.test(action));
}
