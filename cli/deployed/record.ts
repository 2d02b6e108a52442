import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../console/failure';
import type { EnvironmentNaming } from '../../constructs/core/naming';
import { deployedPath, driftPath } from '../../constructs/core/record-names';
import { type Aws, ifThere } from '../../programs/aws';
import {
  type Attempt,
  type Begun,
  type DeployRecord,
  type DriftLook,
  readDriftLook,
  readRecord,
  recordText,
  type StackRecord,
} from './schema';

const nameOf = (place: EnvironmentNaming, stack: string) => `${deployedPath(place)}/${stack}`;

/**
 * The records of an environment, in parameters beside its contract. No resource of Terraform: each commit would be a
 * change of every plan.
 */
export class Records {
  constructor(
    private readonly aws: Aws,
    private readonly place: EnvironmentNaming,
  ) {}

  /** What a deploy that succeeded leaves, over its attempt. */
  write(stack: string, deployed: DeployRecord): Promise<void> {
    return this.put(nameOf(this.place, stack), recordText({ deployed }));
  }

  /** Keeps what runs, and the attempt beside it: it may break off without a chance to tell. */
  async begin(stack: string, own: Attempt): Promise<Begun> {
    const { deployed, attempt: before } = (await this.readOne(stack)) ?? {};
    await this.put(nameOf(this.place, stack), recordText({ deployed, attempt: own }));
    return { own, before };
  }

  async fail(stack: string, begun: Begun, failed: string): Promise<void> {
    await this.endOwn(stack, begun, { ...begun.own, failed });
  }

  /** As if it had not begun: it has changed nothing. */
  async withdraw(stack: string, begun: Begun): Promise<void> {
    await this.endOwn(stack, begun, begun.before);
  }

  /** Another attempt that has begun or ended meanwhile has written what counts. */
  private async endOwn(stack: string, { own }: Begun, attempt: Attempt | undefined): Promise<void> {
    const found = await this.readOne(stack);
    if (!found || !isDeepStrictEqual(found.attempt, own)) return;
    const { deployed } = found;
    if (deployed || attempt) return this.put(nameOf(this.place, stack), recordText({ deployed, attempt }));
    await this.delete(nameOf(this.place, stack));
  }

  writeDrift(look: DriftLook): Promise<void> {
    return this.put(driftPath(this.place), JSON.stringify(look));
  }

  /** By stack. */
  async read(): Promise<ReadonlyMap<string, StackRecord>> {
    const { Parameters } = await this.aws.json<{ Parameters: { Name: string; Value: string }[] }>(
      ...['ssm', 'get-parameters-by-path', '--path', deployedPath(this.place)],
    );
    return new Map(Parameters.map(({ Name, Value }) => [Name.split('/').at(-1)!, readRecord(Name, Value)]));
  }

  async readDrift(): Promise<DriftLook | undefined> {
    const name = driftPath(this.place);
    const text = await this.get(name);
    return text === undefined ? undefined : readDriftLook(name, text);
  }

  /** What says nothing any more once the stack is destroyed. */
  async forget(stack: string): Promise<void> {
    const ofAll = stack === this.place.environment ? [driftPath(this.place)] : [];
    await this.delete(nameOf(this.place, stack), ...ofAll);
  }

  /** Undefined: there is none, or none that a deploy has written; the next one writes it anew. */
  private async readOne(stack: string): Promise<StackRecord | undefined> {
    const name = nameOf(this.place, stack);
    const text = await this.get(name);
    try {
      return text === undefined ? undefined : readRecord(name, text);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  private async get(name: string): Promise<string | undefined> {
    const found = await ifThere(
      this.aws.json<{ Parameter: { Value: string } }>('ssm', 'get-parameter', '--name', name),
    );
    return found?.Parameter.Value;
  }

  private async delete(...names: readonly string[]): Promise<void> {
    await this.aws.run('ssm', 'delete-parameters', '--names', ...names);
  }

  private async put(name: string, text: string): Promise<void> {
    // More than 4096 characters, as of many services, take another tier.
    const tier = ['--tier', 'Intelligent-Tiering'];
    const args = ['--name', name, '--type', 'String', '--overwrite', '--value', text, ...tier];
    await this.aws.run('ssm', 'put-parameter', ...args);
  }
}
