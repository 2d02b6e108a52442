import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { Kept } from '../core/kept';
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
  /** ARN of the provider of that issuer, where the account has one: it takes no second. Undefined: it is made. */
  readonly existing?: string;
}

/** Lets workflows of one repository in without a stored key. AWS knows who certifies the issuer: no thumbprints. */
export class ForgeIdentity extends Construct {
  private readonly arn: string;
  private readonly forge: string;

  constructor(scope: Construct, id: string, { forge, existing }: ForgeIdentityProps) {
    super(scope, id);
    this.forge = forge;
    this.arn = existing === undefined ? this.make() : this.find(existing);
  }

  private make(): string {
    const provider = new IamOpenidConnectProvider(this, 'Default', {
      url: `https://${ISSUER}`,
      clientIdList: [AUDIENCE],
    });
    return provider.arn;
  }

  private find(arn: string): string {
    new Kept(this, 'kept', `aws_iam_openid_connect_provider.${this.node.id}`);
    const provider = new DataAwsIamOpenidConnectProvider(this, 'Default', {
      arn,
      lifecycle: {
        postcondition: [
          {
            condition: `\${contains(self.client_id_list, "${AUDIENCE}")}`,
            errorMessage: `oidcProviderArn in platform.json: ${arn} has no audience ${AUDIENCE}. Add it: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${AUDIENCE}`,
          },
        ],
      },
    });
    return provider.arn;
  }

  /**
   * Trust policy of a role that workflows assume.
   * @param contexts in which they run, each exactly as it ends the subject: `pull_request`, `environment:plan`.
   * @param repository what the subject begins with. Default: the one that the identity is of.
   */
  trust(contexts: readonly string[], repository = this.forge): string {
    return policy({
      Sid: 'WorkflowsOfOneRepository',
      Principal: { Federated: this.arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: contexts.map((context) => `${repository}:${context}`),
        },
      },
    });
  }
}
