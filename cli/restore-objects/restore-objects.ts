import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { namingOf } from '../../constructs/core/naming';
import { roleArn } from '../../constructs/core/role-names';
import { entryOf } from '../../parameters/entry-of';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { pooled } from '../../programs/pooled';
import { declared } from '../../services/declared';
import { dataBucketName } from '../../stacks/kinds/bucket';
import { findNamed } from '../find-named';
import { parseRestoreObjectsArguments, type RestoreObjectsArguments, usage } from './arguments';
import { type Lost, lostSince, type Versions } from './versions';

// npm run restore-objects: objects as they were at a time.

/** S3 copies no more in one request. Source: Amazon S3 API Reference, CopyObject. */
const MOST_BYTES = 5 * 1024 ** 3;
/** Each is a process of the AWS CLI. */
const AT_ONCE = 4;
const DAY = 86_400_000;

const say = (text: string) => process.stderr.write(`restore-objects: ${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseRestoreObjectsArguments(args);
  if (!parsed) {
    console.log(usage);
    return 0;
  }
  const { name, role, region, noncurrentDays } = find(parsed);
  warnOfWhatIsGone(parsed.at, noncurrentDays);
  const aws = await new Aws(region).as(role, 'restore-objects');
  const listed = await aws.run(
    's3api',
    'list-object-versions',
    '--bucket',
    name,
    ...(parsed.prefix ? ['--prefix', parsed.prefix] : []),
  );
  // Of an empty bucket the AWS CLI prints nothing.
  const lost = lostSince(JSON.parse(listed || '{}') as Versions, parsed.at);
  const tooLarge = lost.filter(({ bytes }) => bytes > MOST_BYTES);
  const copied = lost.filter(({ bytes }) => bytes <= MOST_BYTES);
  await pooled(copied, AT_ONCE, async (one) => {
    if (!parsed.dryRun) await putBack(aws, name, one);
    console.log(`${parsed.dryRun ? 'would put' : 'put'} back ${one.key}, which was ${one.now}`);
  });
  console.log(
    `${copied.length} of ${lost.length} objects ${parsed.dryRun ? 'would be' : 'are'} as they were`,
  );
  if (tooLarge.length === 0) return 0;
  throw new Failure(
    `above 5 GiB, which S3 copies in parts alone (aws s3api upload-part-copy), from these versions:\n${tooLarge.map(({ key, versionId }) => `  ${key} ${versionId}`).join('\n')}`,
  );
}

/** The bucket and where it is, by the parameter files. */
function find({ environment: environmentName, bucket }: RestoreObjectsArguments) {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(environmentsFolder(), declared).map(
    (one) => [one.name, one] as const,
  );
  const environment = findNamed('environment', environmentName, new Map(environments));
  const { account, buckets } = environment.parameters;
  const name = findNamed('bucket', bucket, new Map(Object.keys(buckets).map((key) => [key, key])));
  return {
    name: dataBucketName(namingOf(project, environment), name),
    role: roleArn(project, account, project.accountRole),
    region: project.region,
    noncurrentDays: entryOf(buckets, name).noncurrentDays,
  };
}

function warnOfWhatIsGone(at: Date, days: number): void {
  if (at.getTime() >= Date.now() - days * DAY) return;
  say(
    `earlier versions are kept for ${days} days (noncurrentDays): what was deleted or overwritten before that is gone for good, unless a backup has it`,
  );
}

function putBack(aws: Aws, bucket: string, { key, versionId }: Lost): Promise<string> {
  const source = `${bucket}/${key}?versionId=${versionId}`;
  return aws.run('s3api', 'copy-object', '--bucket', bucket, '--key', key, '--copy-source', source);
}

start(main);
