import {
  DefaultTokenResolver,
  type ITerraformDependable,
  StringConcat,
  TerraformResource,
  Tokenization,
} from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../../../core/terraform-data';
import type { SecretMount } from '../grant';
import type { LiveDeployment } from './live-deployment';
import type { ProcessDeployment } from './process-deployment';

/** The longest that a deploy waits for pods of before, in seconds. They may drain for an hour. */
const LONGEST_SECONDS = 300;
/** Of what pods use: what each request may need. The rest a pod has from its start. */
const USED_TO_THE_END =
  /^(kubernetes_network_policy_v1|aws_iam_role_policy|aws_vpc_security_group_\w+_rule)\./;

type Process = Pick<ProcessDeployment, 'deployment' | 'endSeconds'> & {
  readonly live: Pick<LiveDeployment, 'objects'>;
};

export interface RolledOutProps {
  /** What runs the pods that serve or work all the time. */
  readonly processes: readonly Process[];
  /** What runs others. All of them depend on all that pods use. */
  readonly jobs: readonly ITerraformDependable[];
  /** What pods use. Of it counts what has `OUTLIVES_ITS_USERS`. */
  readonly uses: readonly ITerraformDependable[];
  /** What they mount, of which a new version may be at the same address. */
  readonly mounts: readonly SecretMount[];
}

/**
 * Remembers what the pods of the last successful roll-out use, and keeps it until another one has succeeded.
 *
 * Terraform removes what outlives its users after they were changed. But it notes what a Deployment uses whether the
 * roll-out succeeds or not. After one that failed, the next deploy would take away at once what the pods of before still
 * use. This is changed only after a roll-out that succeeded, and after the time in which pods that were told to end may
 * still serve.
 */
export class RolledOut extends Construct {
  constructor(scope: Construct, id: string, { processes, jobs, uses, mounts }: RolledOutProps) {
    super(scope, id);
    const addresses = this.addressesOf(uses.filter(outlives));
    const classes = mounts.map(({ secretProviderClass }) => secretProviderClass);
    const workloads = [...processes.map(({ deployment }) => deployment), ...jobs];
    new TerraformData(this, 'Default', {
      input: [...addresses, ...classes],
      dependsOn: [...this.awaitEnd(processes, addresses), ...workloads],
    });
  }

  /** Another resource, as Terraform runs nothing where one only changes. It is not there where a roll-out failed. */
  private awaitEnd(processes: readonly Process[], addresses: readonly string[]): TerraformData[] {
    const seconds = Math.min(LONGEST_SECONDS, Math.max(0, ...processes.map(({ endSeconds }) => endSeconds)));
    if (seconds === 0) return [];
    const there = processes.map(({ live }) => `length(${live.objects}) > 0`).join(', ');
    const wait = new TerraformData(this, 'ended', {
      triggersReplace: addresses.filter((address) => USED_TO_THE_END.test(address)),
      sleepSeconds: `\${anytrue([${there}]) ? ${seconds} : 0}`,
      dependsOn: processes.map(({ deployment }) => deployment),
    });
    return [wait];
  }

  /** As texts: a reference would store the whole of each, and change with it. */
  private addressesOf(all: readonly ITerraformDependable[]): string[] {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const addresses = all.map(({ fqn }) => {
      const reference: string = Tokenization.resolve(fqn, { scope: this, resolver, preparing: false });
      return reference.replace(/^\$\{(.*)\}$/, '$1');
    });
    return [...new Set(addresses)].sort();
  }
}

function outlives(used: ITerraformDependable): boolean {
  return used instanceof TerraformResource && used.lifecycle?.createBeforeDestroy === true;
}
