import { checkValue } from '../../problems/check-value';
import type { Problem } from '../../problems/problem';
import { bindableNames, type Declared } from '../binding';
import { checkAlarms } from './alarms';
import { checkBindings } from './bindings';
import { checkConsumers } from './consumers';
import { checkCycles } from './cycles';
import { checkEgress } from './egress';
import { checkFlags } from './flags';
import { checkJoinedNames } from './joined-names';
import { checkKeys } from './keys';
import { checkNames } from './names';
import { checkOptions } from './options';
import { checkPorts } from './ports';
import { checkPreviewData } from './preview-data';
import { checkPreviewNames } from './preview-names';
import { BACKING_FILE } from './problem-in';
import { checkProcesses } from './processes';
import { checkRenamed } from './renamed';
import { checkRoutes } from './routes';
import { backingSchema, serviceSchema } from './schema';
import { checkSecrets } from './secrets';
import { checkVariables } from './variables';

export interface Checked {
  readonly problems: Problem[];
  /** Whether all is of the right shape, so that others may read it. */
  readonly readable: boolean;
}

/** Everything that is wrong with what is declared in services/. */
export function checkDeclarations({ backing, services }: Declared): Checked {
  const { problems: inBacking } = checkValue(BACKING_FILE, backing, backingSchema);
  const checked = Object.entries(services).map(([name, service]) => ({
    name,
    service,
    problems: checkValue(`services/${name}.ts`, service, serviceSchema).problems,
  }));
  const misshapen = [...inBacking, ...checked.flatMap(({ problems }) => problems)];
  const readable = misshapen.length === 0;
  if (inBacking.length > 0) return { problems: misshapen, readable };
  const sound = checked.filter(({ problems }) => problems.length === 0);
  const soundServices = Object.fromEntries(sound.map(({ name, service }) => [name, service]));
  const known = new Set(bindableNames({ backing, services }));
  return {
    problems: [...misshapen, ...checkTogether({ backing, services: soundServices }, known)],
    readable,
  };
}

/** What none can be blamed for alone, among those that can be read; others are known by name. */
function checkTogether(declared: Declared, known: ReadonlySet<string>): Problem[] {
  const { backing, services } = declared;
  return [
    ...checkNames(declared),
    ...checkRenamed(declared),
    ...checkJoinedNames(services),
    ...checkPreviewNames(services),
    ...checkPreviewData(declared),
    ...checkPorts(backing),
    ...checkOptions(backing),
    ...checkProcesses(services),
    ...checkConsumers(declared),
    ...checkBindings(services, known),
    ...checkCycles(services),
    ...checkEgress(services),
    ...checkRoutes(services),
    ...checkFlags(services),
    ...checkAlarms(services),
    ...checkVariables(declared),
    ...checkSecrets(declared),
    ...checkKeys(services),
  ];
}
