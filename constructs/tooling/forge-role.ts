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
  /** In which workflows may take it, each exactly as a subject ends: `environment:dev`. */
  readonly contexts: readonly string[];
  /** ARNs of the roles in environments' accounts that it goes on to. */
  readonly counterparts: readonly string[];
  /** What else it may do. */
  readonly statements: readonly Statement[];
}

/** A role in the tooling account that workflows take for an hour. */
export class ForgeRole extends Construct {
  constructor(scope: Construct, id: string, props: ForgeRoleProps) {
    super(scope, id);
    const { identity, name, description, contexts, counterparts, statements } = props;
    const role = new IamRole(this, 'Default', {
      name,
      description,
      assumeRolePolicy: identity.trust(...contexts),
    });
    const goOn: Statement = { Sid: 'GoOn', Action: 'sts:AssumeRole', Resource: counterparts };
    new IamRolePolicy(this, 'rights', {
      role: role.name,
      name: 'rights',
      policy: policy(...(counterparts.length > 0 ? [goOn] : []), ...statements),
    });
  }
}
