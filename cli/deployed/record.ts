import { z } from 'zod';
import { Failure } from '../../console/failure';
import type { Naming } from '../../constructs/core/naming';
import { deployedPath, driftPath } from '../../constructs/core/record-names';
import { type Aws, ifThere } from '../../programs/aws';

/** Where a deploy was made from. */
const sourceSchema = z.strictObject({
  /** Undefined: from no repository. */
  commit: z.string().optional(),
  /** How many files differ from the commit. */
  changed: z.int().min(0),
});

const deployedSchema = z.strictObject({
  ...sourceSchema.shape,
  at: z.iso.datetime(),
  /** ARN of the caller, with the name of the session. */
  by: z.string(),
  /** Who started the workflow. */
  actor: z.string().optional(),
  /** URL of the workflow's run. */
  run: z.string().optional(),
  /** Whether it was compared with what was reviewed. */
  reviewed: z.boolean(),
  /** Versions by service: several where several run at the same time. */
  services: z.record(z.string(), z.array(z.string())),
});

const driftSchema = z.strictObject({
  at: z.iso.datetime(),
  verdict: z.enum(['none', 'pending', 'drift', 'failed']),
});

export type DeployedFrom = z.output<typeof sourceSchema>;
/** What a stack was deployed from, by whom and when. */
export type DeployRecord = z.output<typeof deployedSchema>;
/** When somebody looked for drift last, and what was found. */
export type DriftLook = z.output<typeof driftSchema>;

type Place = Pick<Naming, 'platform' | 'environment'>;

const nameOf = (place: Place, stack: string) => `${deployedPath(place)}/${stack}`;

/**
 * The records of an environment, in parameters beside its contract. No resource of Terraform: each commit would be a
 * change of every plan.
 */
export class Records {
  constructor(
    private readonly aws: Aws,
    private readonly place: Place,
  ) {}

  write(stack: string, deployed: DeployRecord): Promise<void> {
    return this.put(nameOf(this.place, stack), deployed);
  }

  writeDrift(look: DriftLook): Promise<void> {
    return this.put(driftPath(this.place), look);
  }

  /** By stack. */
  async read(): Promise<ReadonlyMap<string, DeployRecord>> {
    const { Parameters } = await this.aws.json<{ Parameters: { Name: string; Value: string }[] }>(
      ...['ssm', 'get-parameters-by-path', '--path', deployedPath(this.place)],
    );
    return new Map(
      Parameters.map(({ Name, Value }) => [Name.split('/').at(-1)!, parsed(Name, Value, deployedSchema)]),
    );
  }

  async readDrift(): Promise<DriftLook | undefined> {
    const name = driftPath(this.place);
    const found = await ifThere(
      this.aws.json<{ Parameter: { Value: string } }>('ssm', 'get-parameter', '--name', name),
    );
    return found && parsed(name, found.Parameter.Value, driftSchema);
  }

  /** What says nothing any more once the stack is destroyed. */
  async forget(stack: string): Promise<void> {
    const names = [
      nameOf(this.place, stack),
      ...(stack === this.place.environment ? [driftPath(this.place)] : []),
    ];
    await this.aws.run('ssm', 'delete-parameters', '--names', ...names);
  }

  private async put(name: string, value: object): Promise<void> {
    const text = JSON.stringify(value);
    // More than 4096 characters, as of many services, take another tier.
    const tier = ['--tier', 'Intelligent-Tiering'];
    await this.aws.run(
      ...[
        'ssm',
        'put-parameter',
        '--name',
        name,
        '--type',
        'String',
        '--overwrite',
        '--value',
        text,
        ...tier,
      ],
    );
  }
}

/** @throws Failure when somebody else wrote it, or another version of this. */
function parsed<T>(name: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Failure(`${name} is not what a deploy writes: the next one writes it anew`);
  }
}

/** @throws when it is not what the command gives to those that it starts. */
export function readSource(text: string): DeployedFrom {
  return sourceSchema.parse(JSON.parse(text));
}
