import { DataAwsIamRoles } from '@cdktf/provider-aws/lib/data-aws-iam-roles';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';

/**
 * Services that work in the account by a role of their own. Each makes it with its first resource, and the first deploy
 * of a new account can fail when the service does not see it yet.
 * Source: the user guides of these services, "Using service-linked roles".
 */
export const PLATFORM_SERVICES = ['eks', 'elasticache', 'elasticloadbalancing', 'rds'];
/** AWS Backup copies to an account by this role, whoever asks for the copy. */
export const BACKUP_SERVICE = 'backup';

/** These roles, made before the services look for them. One that is there already is taken over. */
export class ServiceLinkedRoles extends Construct {
  private readonly roles = new Map<string, IamServiceLinkedRole>();

  constructor(scope: Construct, id: string, services: readonly string[]) {
    super(scope, id);
    for (const service of services) {
      const awsServiceName = `${service}.amazonaws.com`;
      const role = new IamServiceLinkedRole(this, service, {
        awsServiceName,
        // The service describes a role that it has made.
        lifecycle: { ignoreChanges: ['description'] },
      });
      new RoleTakeOver(this, `${service}-found`, role, `/aws-service-role/${awsServiceName}/`);
      this.roles.set(service, role);
    }
  }

  /** For `dependsOn` of what the service works on: AWS deletes no such role while it is there. */
  role(service: string): IamServiceLinkedRole {
    return this.roles.get(service)!;
  }
}

/** Imports the role that is in that path, as an account can have one of each service. Nothing happens where none is. */
class RoleTakeOver extends TerraformElement {
  private readonly found: DataAwsIamRoles;

  constructor(
    scope: Construct,
    id: string,
    private readonly role: IamServiceLinkedRole,
    pathPrefix: string,
  ) {
    super(scope, id);
    this.found = new DataAwsIamRoles(this, 'Default', { pathPrefix });
  }

  override toTerraform() {
    const { terraformResourceType, friendlyUniqueId } = this.role;
    const roles = `data.${this.found.terraformResourceType}.${this.found.friendlyUniqueId}.arns`;
    // CDKTF's `importFrom` knows no `for_each`, and an import of what is not there fails.
    return {
      import: [
        { for_each: `\${${roles}}`, to: `${terraformResourceType}.${friendlyUniqueId}`, id: '${each.key}' },
      ],
    };
  }
}
