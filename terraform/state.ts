import { Failure } from '../console/failure';
import { readContent } from './states/state-content';
import type { SynthesizedStack } from './synthesized-stack';

/**
 * How many resources a stack has, by its state in the emulator's bucket; 0 when it is not deployed. Read by
 * plain HTTP, as the emulator checks no signatures, because Terraform takes seconds for the same.
 * @param accessKey of whoever may read states.
 */
export async function countResources(
  endpoint: string,
  region: string,
  accessKey: string,
  { state }: SynthesizedStack,
): Promise<number> {
  if (!state) return 0;
  const credential = `Credential=${accessKey}/20000101/${region}/s3/aws4_request, SignedHeaders=host, Signature=none`;
  const response = await fetch(`${endpoint}/${state.bucket}/${state.key}`, {
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}` },
  });
  return response.ok ? countInstances(await response.text()) : 0;
}

/** Resources in a state file, without data sources. @throws Failure when nobody can read it. */
export function countInstances(state: string): number {
  const content = readContent(state);
  if (typeof content === 'string') throw new Failure(`the state ${content}`);
  return content.resources.size;
}
