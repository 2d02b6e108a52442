import type { Aws } from '../../programs/aws';

/** A rule of the host's load balancer. */
export interface ListenerRule {
  readonly priority: number;
  /** Whole names that requests are for. */
  readonly hosts: readonly string[];
}

interface Described {
  readonly Rules: readonly {
    /** A number, or `default` of the one that there always is and that counts for nothing. */
    readonly Priority: string;
    readonly Conditions: readonly {
      readonly Values?: readonly string[];
      readonly HostHeaderConfig?: { readonly Values?: readonly string[] };
    }[];
  }[];
}

/** @throws Failure when AWS does not tell. */
export async function readRules(aws: Aws, listenerArn: string): Promise<ListenerRule[]> {
  const { Rules } = await aws.json<Described>('elbv2', 'describe-rules', '--listener-arn', listenerArn);
  return Rules.filter(({ Priority }) => Priority !== 'default').map(({ Priority, Conditions }) => ({
    priority: Number(Priority),
    hosts: Conditions.flatMap(({ HostHeaderConfig, Values = [] }) => HostHeaderConfig?.Values ?? Values),
  }));
}

/** Whether a rule is of a preview: no name of anybody else ends like that (declarations/preview-id.ts). */
export function isOf({ hosts }: ListenerRule, id: string, domain: string): boolean {
  return hosts.some((host) => host.endsWith(`-${id}.${domain}`));
}
