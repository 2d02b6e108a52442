import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { Construct } from 'constructs';
import { SETUP } from '../../../core/cluster-names';
import { pod, secretsFolder } from '../../pods/pod';
import { AWS_APIS } from '../../pods/pod-identity';
import { CLIENTS, whereabouts } from '../database-clients';
import { checkPinned, IMAGES } from '../setup-images';
import { awsVariables, readPreviewScript, readScript, SETUP_SIZE } from '../setup-script';
import { asMaster, type GuestDatabaseProps } from './guest-database';
import { readSecretsOfPreviews, secretsOfPreviews } from './guest-secrets';
import { AS_WRITTEN, type As, GuestTemplate, setupName } from './guest-template';

const GUEST = 'guest';
const MASTER = 'master';

/**
 * The template of the job that makes a preview's database and the users of its services on a server of the host. It
 * reads the password that the preview has made for the user from the preview's own secret, by the name that its
 * arguments give.
 */
export class GuestSetup extends GuestTemplate {
  constructor(scope: Construct, id: string, props: GuestDatabaseProps) {
    const { runtime, setup, database } = props;
    const { statements, egress, files } = asMaster(props);
    super(scope, id, {
      runtime,
      setup,
      name: setupName(database),
      pod: guestSetupPod(props, AS_WRITTEN),
      statements: [...statements, ...readSecretsOfPreviews(runtime, database)],
      egress: [...egress, ...AWS_APIS],
      files,
    });
  }
}

/**
 * @param runtime of the host. Of a guest its names, and those of variables, are the same.
 * @param args of the container that fetches the password: guest-arguments.sh says which.
 */
export function guestSetupPod(
  { runtime, database, engine }: Omit<GuestDatabaseProps, 'setup'>,
  as: As,
  args?: readonly string[],
): DeploymentV1SpecTemplateSpec {
  const name = setupName(database);
  const { tool, variables } = CLIENTS[engine];
  // The preview's database bears its id.
  const ofPreview = `${variables.database}="$${variables.database}"_$(cat "$GUEST/suffix")\n`;
  return pod({
    name: SETUP,
    first: {
      name: 'fetch',
      args,
      folder: GUEST,
      ...as('initContainers', {
        image: checkPinned(IMAGES.cache),
        command: ['/bin/sh', '-euc', readPreviewScript('guest-arguments.sh', 'guest-user.sh'), GUEST],
        variables: [
          secretsOfPreviews(runtime),
          { name: 'THING', value: database },
          { name: 'GUEST', value: secretsFolder(GUEST) },
          ...awsVariables(runtime),
        ],
      }),
    },
    ...as('containers', {
      image: checkPinned(tool.image),
      command: ['/bin/sh', '-euc', readScript('guest-files.sh') + ofPreview + readScript(tool.script)],
      variables: [
        ...whereabouts(engine, runtime.contract.thing('databases', database)),
        { name: 'MASTER', value: secretsFolder(MASTER) },
        { name: 'GUEST', value: secretsFolder(GUEST) },
      ],
    }),
    serviceAccount: name,
    mounts: [{ name: MASTER, secretProviderClass: name }],
    size: SETUP_SIZE,
  });
}
