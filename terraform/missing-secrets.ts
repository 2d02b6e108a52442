import { Failure } from '../console/failure';
import { Aws, ifThere } from '../programs/aws';
import type { SynthesizedStack } from './synthesized-stack';

interface Described {
  readonly DeletedDate?: string;
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Why stacks must not be deployed now: services of theirs declare secrets that nobody has put. Undefined: all are there;
 * or none can be put, as what encrypts them is yet to be made; or AWS does not tell, and Terraform will.
 * @param env of the AWS CLI.
 */
export async function withoutSecrets(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const secrets = await missingSecrets(stacks, env);
  return secrets.length > 0 ? tell(secrets) : undefined;
}

/** The same, as what `npm run secret` calls them: environment, service and name. */
export async function missingSecrets(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  const missing = await Promise.all(
    stacks.map((stack) =>
      findMissing(stack, env).catch((error: Error) => {
        if (error instanceof Failure) return [];
        throw error;
      }),
    ),
  );
  return [...new Set(missing.flat())];
}

/** As `npm run secret` calls them. */
async function findMissing(
  { secrets, region, roleArn }: SynthesizedStack,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (!secrets) return [];
  const own = new Aws(region ?? '', env);
  const aws = roleArn === undefined ? own : await own.as(roleArn, 'secrets');
  const found = await Promise.all(
    Object.entries(secrets.wanted).map(async ([name, words]) => ((await isSet(aws, name)) ? [] : [words])),
  );
  const missing = found.flat();
  if (missing.length > 0) await aws.run('kms', 'describe-key', '--key-id', secrets.key);
  return missing;
}

async function isSet(aws: Aws, name: string): Promise<boolean> {
  const described = await ifThere(
    aws.json<Described>('secretsmanager', 'describe-secret', '--secret-id', name),
  );
  const { DeletedDate, VersionIdsToStages = {} } = described ?? {};
  return !DeletedDate && Object.values(VersionIdsToStages).some((labels) => labels.includes('AWSCURRENT'));
}

function tell(secrets: readonly string[]): string {
  const what = secrets.length === 1 ? 'A secret has' : `${secrets.length} secrets have`;
  const commands = secrets.map((words) => `  npm run secret -- set ${words}`);
  return [`${what} no value yet, and no pod that takes one starts without. First:`, ...commands].join('\n');
}
