import type { Failure } from '../../console/failure';
import { type Naming, resourcePath } from '../../constructs/core/naming';
import type { Aws } from '../../programs/aws';

/** What of a host's contract is read here. */
export interface HostContract {
  readonly entrance: { readonly zoneId: string; readonly listenerArn: string };
}

/**
 * @returns undefined when the host is not deployed.
 * @throws Failure when AWS does not tell.
 */
export async function readContract(aws: Aws, host: Naming): Promise<HostContract | undefined> {
  const found = await aws
    .json<{ Parameter: { Value: string } }>('ssm', 'get-parameter', '--name', resourcePath(host, 'contract'))
    .catch((error: Failure) => {
      if (/ParameterNotFound/.test(error.message)) return undefined;
      throw error;
    });
  return found && (JSON.parse(found.Parameter.Value) as HostContract);
}
