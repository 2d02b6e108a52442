import { type ComposeService, waitFor } from '../file';
import { answers } from './server';

/** The service that answers as S3 does, and what makes the buckets in it. */
export const S3 = 'aws-s3';
export const S3_BUCKETS = 'aws-s3-buckets';

/** What the emulator is made of as well (local/emulator/requirements.in). */
const IMAGE = 'docker.io/motoserver/moto:5.2.1';
const PORT = 5000;
const URL = `http://${S3}:${PORT}`;

/** What Pod Identity gives in the cluster. Whoever asks is let in, by whatever key. */
export const awsVariables = (region: string) => ({
  AWS_ENDPOINT_URL: URL,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'compose',
  AWS_SECRET_ACCESS_KEY: 'compose',
});

const MAKE = `import sys, boto3
s3 = boto3.client("s3", endpoint_url="${URL}")
there = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
place = {"CreateBucketConfiguration": {"LocationConstraint": s3.meta.region_name}}
for name in sys.argv[1:]:
    if name not in there:
        s3.create_bucket(Bucket=name, **({} if s3.meta.region_name == "us-east-1" else place))
`;

const ASK = `import urllib.request; urllib.request.urlopen("http://127.0.0.1:${PORT}/moto-api/")`;

/** Buckets, empty after each start. */
export function buckets(names: readonly string[], region: string): Readonly<Record<string, ComposeService>> {
  return {
    [S3]: {
      image: IMAGE,
      environment: { MOTO_PORT: `${PORT}` },
      restart: 'unless-stopped',
      ...answers('python', '-c', ASK),
    },
    [S3_BUCKETS]: {
      image: IMAGE,
      entrypoint: ['python', '-c', MAKE],
      command: names,
      environment: awsVariables(region),
      depends_on: waitFor('service_healthy', [S3]),
      restart: 'no',
    },
  };
}
