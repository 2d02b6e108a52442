import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Fn, type ITerraformDependable, type ITerraformIterator } from 'cdktf';
import { Construct } from 'constructs';

/** A secret of Secrets Manager: a JSON object, or a text as it is. */
export interface MountedSecret {
  /** Name or ARN. */
  readonly id: string;
  /** Staging label of the version. Undefined, without an id as well: the current one at the moment of the mount. */
  readonly label?: string;
  /** Id of the version. */
  readonly version?: string;
  /** Name of the file that holds the whole. */
  readonly file: string;
  /** Names of the files that hold one field each, by field. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface SecretProviderClassProps {
  /** A reference, so that it waits for the namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly region: string;
  /**
   * What Terraform knows when it plans, since the provider fails to update a manifest of which a part comes up later
   * ("inconsistent final plan").
   */
  readonly secrets: readonly MountedSecret[];
  /** Makes one for each, at an address of its own. Default: it is one. */
  readonly forEach?: ITerraformIterator;
  /** Files that become keys of a Kubernetes secret of the same name, while a pod mounts them. */
  readonly synced?: readonly string[];
  /** What must be there before anything mounts it, and stays until nothing does. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Defines which secrets a volume of the Secrets Store CSI driver holds. The driver reads them with the role of the pod
 * that mounts the volume.
 * Source: aws/secrets-store-csi-driver-provider-aws, README.
 */
export class SecretProviderClass extends Construct {
  readonly name: string;
  /** What a pod that mounts it waits for. */
  readonly resource: Manifest;

  constructor(scope: Construct, id: string, props: SecretProviderClassProps) {
    super(scope, id);
    this.name = props.name;
    this.resource = new Manifest(this, 'Default', {
      manifest: {
        apiVersion: 'secrets-store.csi.x-k8s.io/v1',
        kind: 'SecretProviderClass',
        metadata: { name: props.name, namespace: props.namespace },
        spec: {
          provider: 'aws',
          parameters: {
            region: props.region,
            usePodIdentity: 'true',
            // The provider reads YAML, of which JSON is a part.
            objects: Fn.jsonencode(props.secrets.map(objectOf)),
          },
          ...(props.synced ? { secretObjects: [syncedSecret(props.name, props.synced)] } : {}),
        },
      },
      forEach: props.forEach,
      // With an address of its own for each name, the old one stays until the pods that mount it are gone, and a
      // deploy that fails half-way leaves neither out (docs/decisions.md).
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...props.after],
    });
  }
}

function objectOf({ id, label, version, file, fields }: MountedSecret) {
  const paths = Object.entries(fields).map(([path, objectAlias]) => ({ path, objectAlias }));
  return {
    objectName: id,
    objectType: 'secretsmanager',
    objectAlias: file,
    ...(label === undefined ? {} : { objectVersionLabel: label }),
    ...(version === undefined ? {} : { objectVersion: version }),
    ...(paths.length > 0 ? { jmesPath: paths } : {}),
  };
}

function syncedSecret(secretName: string, files: readonly string[]) {
  return {
    secretName,
    type: 'Opaque',
    data: files.map((file) => ({ objectName: file, key: file })),
  };
}
