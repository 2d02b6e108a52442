import { parameterFile } from '../../parameters/parameter-file';
import { at, texts, type Value } from '../../plan/value';
import { oneWayStep, refusal, VERSIONED, type VersionStep } from '../../plan/version-step';
import { capture } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { missingSnapshot } from './missing-snapshot';

/** What is read of a state file. */
interface State {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: object }[];
  }[];
}

/**
 * Why a stack must not be planned or deployed: what is deployed can't become what was synthesized, or would be lost on
 * the way. It compares with the state, which takes a second or two, and only for a stack that has servers.
 * @param binary that is run as Terraform.
 * @param deploys whether something would change, and not only be planned.
 */
export async function refusedChange(
  stack: SynthesizedStack,
  binary: string,
  deploys: boolean,
): Promise<string | undefined> {
  if (!stack.resourceTypes.some((type) => VERSIONED.includes(type))) return undefined;
  const steps = stepsOf(stack, await deployedState(binary));
  const refused = steps.flatMap((step) => refusal(step, parameterFile(stack.environment)) ?? []);
  if (refused.length > 0) return refused.join('\n');
  if (!deploys || stack.protection === undefined) return undefined;
  const missing = await Promise.all(
    steps.map(async (step) => {
      const oneWay = oneWayStep(step);
      return oneWay && (await missingSnapshot(stack, step.address, oneWay));
    }),
  );
  return missing.filter(Boolean).join('\n') || undefined;
}

/** None where there is no state, or none that can be read: Terraform says why it can't. */
async function deployedState(binary: string): Promise<State> {
  const { code, stdout } = await capture(binary, ['state', 'pull'], { env: terraformEnvironment() });
  try {
    return code === 0 ? (JSON.parse(stdout) as State) : {};
  } catch {
    return {};
  }
}

/** What is deployed, and is in the stack too. */
function stepsOf({ document }: SynthesizedStack, { resources = [] }: State): VersionStep[] {
  return resources
    .filter(({ mode, type }) => mode === 'managed' && VERSIONED.includes(type))
    .flatMap(({ type, name, instances }) => {
      const [before, after] = [instances[0]?.attributes, document.resource?.[type]?.[name]];
      if (!before || !after) return [];
      return [
        {
          type,
          address: `${type}.${name}`,
          was: (path: string) => at(before, path),
          will: (path: string) => (ignores(after, path) ? at(before, path) : literal(at(after, path))),
        },
      ];
    });
}

/** Whether Terraform leaves an attribute as it is, as those of a server that is no longer in use. */
function ignores(resource: Value, path: string): boolean {
  return texts(at(resource, 'lifecycle.ignore_changes')).includes(path);
}

/** Undefined for what refers to something else. */
function literal(value: Value): Value {
  return typeof value === 'string' && value.includes('${') ? undefined : value;
}
