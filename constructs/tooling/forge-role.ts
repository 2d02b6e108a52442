import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policy, type Statement } from '../core/policy';
import type { ForgeIdentity } from './forge-identity';

export interface ForgeRoleProps {
  readonly identity: ForgeIdentity;
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** Whose workflows may take it, as their subjects begin. Default: those of the forge itself. */
  readonly repository?: string;
  /** In which workflows may take it, each exactly as a subject ends: `environment:dev`. */
  readonly contexts: readonly string[];
  /** ARNs of the roles in environments' accounts that it goes on to. */
  readonly counterparts: readonly string[];
  /** For how long at most. Default: 60, the least that IAM takes. A job with its keys ends before, as tests check. */
  readonly minutes?: number;
  /** What else it may do. */
  readonly statements: readonly Statement[];
}

/**
 * A role in the tooling account that workflows take, for as long as their jobs run. From it the providers of Terraform
 * go on to a counterpart. Such a chained session lasts an hour at most, whatever the counterpart allows, and is renewed
 * by these keys: so it is these that have to outlive the job.
 * Sources: IAM User Guide, "Role chaining"; hashicorp/aws-sdk-go-base, credentials.go: `assumeRoleCredentialsProvider`
 * keeps a role in a cache that assumes it once more when it expires.
 */
export class ForgeRole extends Construct {
  constructor(scope: Construct, id: string, props: ForgeRoleProps) {
    super(scope, id);
    const {
      identity,
      name,
      description,
      repository,
      contexts,
      counterparts,
      minutes = 60,
      statements,
    } = props;
    const role = new IamRole(this, 'Default', {
      name,
      description,
      assumeRolePolicy: identity.trust(contexts, repository),
      maxSessionDuration: minutes * 60,
    });
    const goOn: Statement = { Sid: 'GoOn', Action: 'sts:AssumeRole', Resource: counterparts };
    new IamRolePolicy(this, 'rights', {
      role: role.name,
      name: 'rights',
      policy: policy(...(counterparts.length > 0 ? [goOn] : []), ...statements),
    });
  }
}
