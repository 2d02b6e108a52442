import type { Construct } from 'constructs';
import type { Watch } from '../../constructs/alarms/watch';
import type { ThingFields } from '../../constructs/contract/contract';
import type { Naming } from '../../constructs/core/naming';
import type { Protection } from '../../constructs/core/protection';
import type { Keys } from '../../constructs/encryption/keys';
import type { LogGroups } from '../../constructs/logs/log-groups';
import type { Network } from '../../constructs/network/network';
import type { Thing } from '../../declarations/backing';
import type { BackingKind, SectionOf, ServerKind } from '../../declarations/kinds/kinds';
import type { ParametersOf } from '../../parameters/kinds/kinds';

/** What all backing services of an environment are made with. */
export interface MakerProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly alerts: Watch;
  /** Name of the bucket that keeps the record of every access to a bucket. */
  readonly accessLogs: string;
  /** Whether they live for days, as those of a preview. */
  readonly shortLived: boolean;
}

/** Makes backing services of a kind. */
export interface Maker<K extends BackingKind> {
  /** Makes one. @returns what the contract says of it. */
  create(
    scope: Construct,
    thing: Thing<K>,
    parameters: ParametersOf<K>,
    props: MakerProps,
  ): ThingFields<SectionOf<K>>;
}

/** Makes servers. */
export interface ServerMaker<K extends ServerKind> extends Maker<K> {
  /** What the contract of a preview says of a server of its host, given what the host's contract says. */
  share(server: ThingFields<SectionOf<K>>, thing: Thing<K>, preview: string): ThingFields<SectionOf<K>>;
}
