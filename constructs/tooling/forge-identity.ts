import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { policy } from '../core/policy';

/**
 * Who signs the tokens of GitHub's workflows, and for whom.
 * Source: GitHub Docs, "Configuring OpenID Connect in Amazon Web Services".
 */
const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

export interface ForgeIdentityProps {
  /** What the subjects of the repository's tokens begin with: `repo:acme/platform`. */
  readonly forge: string;
}

/** Lets workflows of one repository in without a stored key. AWS knows who certifies the issuer: no thumbprints. */
export class ForgeIdentity extends Construct {
  private readonly arn: string;
  private readonly forge: string;

  constructor(scope: Construct, id: string, { forge }: ForgeIdentityProps) {
    super(scope, id);
    this.forge = forge;
    this.arn = new IamOpenidConnectProvider(this, 'Default', {
      url: `https://${ISSUER}`,
      clientIdList: [AUDIENCE],
    }).arn;
  }

  /**
   * Trust policy of a role that workflows assume.
   * @param contexts in which they run, each exactly as it ends the subject: `pull_request`, `environment:plan`.
   */
  trust(...contexts: readonly string[]): string {
    return policy({
      Sid: 'WorkflowsOfOneRepository',
      Principal: { Federated: this.arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: contexts.map((context) => `${this.forge}:${context}`),
        },
      },
    });
  }
}
