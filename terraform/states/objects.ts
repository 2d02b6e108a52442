import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aws } from '../../programs/aws';

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Stores an object. @throws Failure with what the AWS CLI has to say. */
export async function storeText(
  aws: Aws,
  { bucket, key }: Place,
  text: string,
  ...options: readonly string[]
): Promise<void> {
  await inFolder(async (folder) => {
    const body = join(folder, 'object');
    writeFileSync(body, text);
    await aws.run('s3api', 'put-object', '--bucket', bucket, '--key', key, '--body', body, ...options);
  });
}

/** One version of an object. @throws Failure with what the AWS CLI has to say. */
export async function readText(aws: Aws, { bucket, key }: Place, version: string): Promise<string> {
  return inFolder(async (folder) => {
    const file = join(folder, 'object');
    const object = ['--bucket', bucket, '--key', key, '--version-id', version];
    await aws.run('s3api', 'get-object', ...object, file);
    return readFileSync(file, 'utf8');
  });
}

const MISSING = /\(404\)|NoSuchKey|Not Found/;

/** An object as it is now. Undefined: there is none, or no longer. @throws Failure with what the AWS CLI has to say. */
export async function readCurrent(aws: Aws, { bucket, key }: Place): Promise<string | undefined> {
  return aws.run('s3', 'cp', `s3://${bucket}/${key}`, '-').catch((error: Error) => {
    if (MISSING.test(error.message)) return undefined;
    throw error;
  });
}

/** Nobody else may read it: states are private. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'platform-state-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
