import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { Construct } from 'constructs';
import { type Backing, type DatabaseEngine, type Thing, thingsOf } from '../../../declarations/backing';
import { SETUP } from '../../core/cluster-names';
import { escapeInterpolation } from '../../core/escape-interpolation';
import { adminName } from '../pods/admin';
import { egressRule } from '../pods/network-policies';
import { pod } from '../pods/pod';
import { ServiceAccount } from '../pods/service-account';
import { DISRUPTION_IS_NO_FAILURE, UNDISTURBED } from '../pods/undisturbed';
import { COPY_OF, labelsOf, selectorOf } from '../runtime/labels';
import type { Template } from '../runtime/preview-policies';
import { namespaceOf, type Runtime } from '../runtime/runtime';
import { CLIENTS, MASTER_FILES, whereabouts } from './database-binding';
import { SecretProviderClass } from './secret-provider-class';
import { readStatements } from './service-secret';
import { checkPinned } from './setup-images';
import type { SetupNamespace } from './setup-namespace';

export interface GuestCleanupProps {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
  /** Name of the database. */
  readonly database: string;
  readonly engine: DatabaseEngine;
}

const SCRIPTS: Readonly<Record<DatabaseEngine, string>> = {
  postgres: 'postgres-drop.sh',
  mysql: 'mysql-drop.sh',
};

/** In seconds. */
const TIMEOUT = 300;
const KEPT = 5;

/**
 * The template of the job that drops a preview's database and users on a server of the host. Terraform does not know
 * them, because the preview's setup jobs made them. So `npm run preview` starts this job after it has destroyed the
 * preview. The job belongs to the host, so it works for half-made previews as well. It drops only what carries a
 * preview's id in its name.
 */
export class GuestCleanup extends Construct {
  /** What previews may start, once it is there. */
  readonly template: Template;
  readonly resource: CronJobV1;

  constructor(scope: Construct, id: string, props: GuestCleanupProps) {
    super(scope, id);
    const name = cleanupName(props.database);
    const account = this.createAccount(name, props);
    const files = this.createFiles(name, props);
    const network = this.openNetwork(name, props);
    this.resource = this.createTemplate(name, props, account, files, network);
    this.template = { cronJob: adminName(name), serviceAccount: name };
  }

  private createAccount(name: string, { runtime, setup, database }: GuestCleanupProps): ServiceAccount {
    const { masterSecretArn } = runtime.contract.thing('databases', database);
    return new ServiceAccount(this, 'account', {
      runtime,
      namespace: setup.namespace,
      namespaceName: namespaceOf(runtime, SETUP),
      name,
      statements: readStatements(runtime, 'MasterSecret', masterSecretArn),
    });
  }

  private createFiles(name: string, { runtime, setup, database }: GuestCleanupProps): SecretProviderClass {
    const { masterSecretArn } = runtime.contract.thing('databases', database);
    return new SecretProviderClass(this, 'files', {
      namespace: setup.namespace,
      name,
      region: runtime.naming.region,
      secrets: [{ id: masterSecretArn, file: 'master', fields: MASTER_FILES }],
      after: [],
    });
  }

  private openNetwork(name: string, { runtime, setup, database }: GuestCleanupProps): NetworkPolicyV1 {
    const { port } = runtime.contract.thing('databases', database);
    return new NetworkPolicyV1(this, 'network', {
      metadata: { name, namespace: setup.namespace },
      spec: {
        podSelector: { matchLabels: selectorOf(work(name)) },
        policyTypes: ['Egress'],
        egress: [egressRule({ cidrs: runtime.contract.network.dataCidrs, port })],
      },
    });
  }

  private createTemplate(
    name: string,
    { runtime, setup, database, engine }: GuestCleanupProps,
    account: ServiceAccount,
    files: SecretProviderClass,
    network: NetworkPolicyV1,
  ): CronJobV1 {
    const script = readFileSync(join('constructs/services/bindings/setup', SCRIPTS[engine]), 'utf8');
    const labels = labelsOf(work(name));
    return new CronJobV1(this, 'Default', {
      metadata: { name: adminName(name), namespace: setup.namespace, labels },
      spec: {
        suspend: true,
        // Required, and a day that no year has.
        schedule: '0 0 31 2 *',
        successfulJobsHistoryLimit: KEPT,
        failedJobsHistoryLimit: KEPT,
        jobTemplate: {
          metadata: { labels: { ...labels, [COPY_OF]: adminName(name) } },
          spec: {
            backoffLimit: 0,
            ...DISRUPTION_IS_NO_FAILURE,
            activeDeadlineSeconds: TIMEOUT,
            template: {
              metadata: { labels, annotations: UNDISTURBED },
              spec: pod({
                name: SETUP,
                image: checkPinned(CLIENTS[engine].tool.image),
                // The preview's id comes behind it.
                command: ['/bin/sh', '-euc', escapeInterpolation(script), name],
                serviceAccount: account.name,
                variables: [
                  ...whereabouts(engine, runtime.contract.thing('databases', database)),
                  { name: 'SECRETS', value: '/var/run/secrets/master' },
                ],
                mounts: [{ name: 'master', secretProviderClass: files.name }],
                size: { cpuMillicores: 50, memoryMiB: 256 },
              }),
            },
          },
        },
      },
      dependsOn: [...account.after, files.resource, network],
    });
  }
}

/** On which servers guests leave what they made: the keys of a cache end by themselves. */
export function cleanedUp(backing: Backing): Thing<'database'>[] {
  return thingsOf(backing).filter((thing) => thing.kind === 'database');
}

/** What the job is called before a one-off command's ending. */
export function cleanupName(database: string): string {
  return `drop-${database}`;
}

function work(name: string) {
  return { group: SETUP, service: name, component: name };
}
