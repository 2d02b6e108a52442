import type { Declarations } from '../../../declarations/backing';
import { QUEUE_DEFAULTS } from '../../../declarations/kinds/queue';
import { type ComposeService, waitFor } from '../file';
import { answers } from './server';

/** The service that answers as AWS does, and what makes the buckets and queues in it. */
export const AWS = 'aws';
export const AWS_SETUP = 'aws-setup';

/** What the emulator is made of as well (local/emulator/requirements.in). */
const IMAGE = 'docker.io/motoserver/moto:5.2.1';
const PORT = 5000;
const URL = `http://${AWS}:${PORT}`;
/** Whose moto takes a caller to be. */
const ACCOUNT = '123456789012';

/** What Pod Identity gives in the cluster. Whoever asks is let in, by whatever key. */
export const awsVariables = (region: string) => ({
  AWS_ENDPOINT_URL: URL,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'compose',
  AWS_SECRET_ACCESS_KEY: 'compose',
});

type Declaration = Declarations['queue'];

/** Where a queue answers. */
export function queueUrl(name: string, declaration: Declaration): string {
  return `${URL}/${ACCOUNT}/${queueName(name, declaration)}`;
}

function queueName(name: string, { type }: Declaration): string {
  return type === 'fifo' ? `${name}.fifo` : name;
}

/** What is made there. */
export interface InAws {
  /** Names of buckets. */
  readonly buckets: readonly string[];
  readonly queues: readonly { readonly name: string; readonly declaration: Declaration }[];
}

/** The names and settings of a queue and of its dead-letter queue, as constructs/queue/queue.ts has them. */
function madeOf({ name, declaration }: InAws['queues'][number]) {
  const { jobSeconds, receives, type } = { ...QUEUE_DEFAULTS, ...declaration };
  const common: Record<string, string> =
    type === 'fifo' ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  return {
    name: queueName(name, declaration),
    dead: queueName(`${name}-dead`, declaration),
    receives,
    common,
    attributes: { VisibilityTimeout: `${jobSeconds}`, ReceiveMessageWaitTimeSeconds: '20' },
  };
}

const MAKE = `import json, sys, boto3
wanted = json.loads(sys.argv[1])
s3 = boto3.client("s3", endpoint_url="${URL}")
there = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
place = {"CreateBucketConfiguration": {"LocationConstraint": s3.meta.region_name}}
for name in wanted["buckets"]:
    if name not in there:
        s3.create_bucket(Bucket=name, **({} if s3.meta.region_name == "us-east-1" else place))
sqs = boto3.client("sqs", endpoint_url="${URL}")
for queue in wanted["queues"]:
    dead = sqs.create_queue(QueueName=queue["dead"], Attributes=queue["common"])["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": queue["receives"]})
    sqs.create_queue(QueueName=queue["name"], Attributes={**queue["common"], **queue["attributes"], "RedrivePolicy": redrive})
`;

const ASK = `import urllib.request; urllib.request.urlopen("http://127.0.0.1:${PORT}/moto-api/")`;

/** Buckets and queues, empty after each start. */
export function aws({ buckets, queues }: InAws, region: string): Readonly<Record<string, ComposeService>> {
  return {
    [AWS]: {
      image: IMAGE,
      environment: { MOTO_PORT: `${PORT}` },
      restart: 'unless-stopped',
      ...answers('python', '-c', ASK),
    },
    [AWS_SETUP]: {
      image: IMAGE,
      entrypoint: ['python', '-c', MAKE],
      command: [JSON.stringify({ buckets, queues: queues.map(madeOf) })],
      environment: awsVariables(region),
      depends_on: waitFor('service_healthy', [AWS]),
      restart: 'no',
    },
  };
}
