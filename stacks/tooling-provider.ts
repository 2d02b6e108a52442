import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Project } from '../parameters/project';

/** The caller's own credentials, for zones of the tooling account such as the domain's, which the bootstrap made there. */
export function toolingProvider(scope: Construct, { region }: Project): AwsProvider {
  // Without asking who the caller is: with other credentials the zone is not found.
  return new AwsProvider(scope, 'tooling', {
    alias: 'tooling',
    region,
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
  });
}
