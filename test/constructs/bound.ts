import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Construct } from 'constructs';
import { ContractReader } from '../../constructs/contract/contract-reader';
import type { Naming } from '../../constructs/core/naming';
import type { Statement } from '../../constructs/core/policy';
import { bind } from '../../constructs/services/bindings/binding';
import { SharedBindings } from '../../constructs/services/bindings/shared-bindings';
import { type Grant, together, type Variable } from '../../constructs/services/pods/grant';
import type { Guest, Runtime } from '../../constructs/services/runtime/runtime';
import type { Backing } from '../../declarations/backing';
import { bindingsOf } from '../../declarations/binding';
import type { Service, Services } from '../../declarations/service';
import { namesUsedBy } from '../../declarations/uses';
import { type Json, type Synthesized, synth, naming as testNaming } from '../helpers';

export const backing = {
  databases: { orders: { engine: 'postgres' }, products: { engine: 'mysql' } },
  caches: { sessions: { engine: 'redis' }, pages: { engine: 'memcached' } },
  buckets: { assets: {} },
  queues: { jobs: {} },
} as const satisfies Backing;

const catalog = {
  description: 'Test',
  group: 'goods',
  processes: { api: { port: 8080, ready: '/ready', live: '/live' } },
};

export interface Bound {
  readonly synthesized: Synthesized;
  /** What each service is granted, with Terraform's expressions in it. Without what has to be there before. */
  readonly grants: Readonly<Record<string, Omit<Grant, 'after'>>>;
}

export interface Binds {
  readonly bind: readonly string[];
  /** A queue that a process of it consumes. */
  readonly consumes?: string;
  readonly rotations?: Readonly<Record<string, number>>;
}

export interface Where {
  /** Default: of the environment `test`. */
  readonly naming?: Naming;
  /** For a preview: it runs in the environment of `naming`. */
  readonly guest?: Guest;
}

/** What the bindings of services make, by the services' names. `catalog` is another service, to be bound. */
export function bound(
  services: Readonly<Record<string, Binds>>,
  { naming = testNaming, guest }: Where = {},
): Bound {
  const { output, ...synthesized } = synth((stack) => {
    new KubernetesProvider(stack, 'kubernetes', {});
    const own = guest ? { ...naming, environment: `preview-${guest.id}` } : naming;
    const runtime: Runtime = {
      naming: own,
      cluster: naming.environment,
      contract: new ContractReader(stack, 'contract', { naming: own, zones: 3 }),
      guest,
      hostsPreviews: false,
    };
    const shared = new SharedBindings(stack, 'shared', { runtime });
    const declared = { backing, services: { catalog } as Services };
    for (const [service, { bind: names, rotations = {}, consumes }] of Object.entries(services)) {
      const uses: Pick<Service, 'bind' | 'processes'> = {
        bind: names,
        processes: consumes ? { worker: { ready: [], live: [], consumes } } : {},
      };
      const grants = bind(new Construct(stack, service), {
        runtime,
        service,
        namespace: 'shop',
        shared,
        uses,
        startOf: () => [],
        bindings: bindingsOf(namesUsedBy(uses), declared),
        rotations,
      });
      const { after: _, ...grant } = together(Object.values(grants));
      stack.addOverride(`output.${service}.value`, grant);
    }
  });
  const grants = Object.fromEntries(
    Object.entries(output as Record<string, { value: Omit<Grant, 'after'> }>).map(([name, { value }]) => [
      name,
      value,
    ]),
  );
  return { synthesized, grants };
}

/** A preview on the servers of its host, but for what is named. */
export function guest(id: string, ...own: readonly string[]): Guest {
  const names = [...Object.keys(backing.databases), ...Object.keys(backing.caches)];
  return { id, host: testNaming.environment, shared: new Set(names.filter((name) => !own.includes(name))) };
}

/** Of the service `shop`. */
export const one = (bind: readonly string[], rotations: Record<string, number> = {}, where: Where = {}) => {
  const { synthesized, grants } = bound({ shop: { bind, rotations } }, where);
  return { synthesized, grant: grants.shop! };
};

export const values = (variables: readonly Variable[]) =>
  Object.fromEntries(
    variables.map((variable) => [variable.name, 'value' in variable ? variable.value : variable]),
  );

/** Terraform's expressions as words. */
export const read = (text: string) => text.replaceAll(/\$\{local\.contract_content\.([\w.]+)\}/g, '<$1>');

export const DATA = [0, 1, 2].map((zone) => `\${element(local.contract_content.network.dataCidrs, ${zone})}`);
export const toData = (port: string) => ({ cidrs: DATA, port: `\${local.contract_content.${port}}` });

/** What the jobs of a service may do in AWS. */
export function jobStatements(
  { resource }: Synthesized,
  binding: string,
): (Statement & { Effect: string })[] {
  return JSON.parse(resource.aws_iam_role_policy![`shop_bind-${binding}_setup_account_rights_bound`].policy)
    .Statement;
}

export function providerClass({ resource }: Synthesized, id: string): Json {
  return resource.kubernetes_manifest![id].manifest;
}

export interface Mounted {
  readonly name: string;
  readonly file: string;
  readonly label?: string;
  readonly fields: readonly string[];
  readonly prefix?: string;
}

/** As Terraform writes a list for the driver. */
export function objects(...mounted: readonly Mounted[]): string {
  const list = mounted.map(({ name, file, label, fields, prefix = '' }) => {
    const paths = fields.map((field) => `{"path" = "${field}", "objectAlias" = "${prefix}${field}"}`);
    const version = label === undefined ? '' : `"objectVersionLabel" = "${label}", `;
    return `{"objectName" = ${name}, "objectType" = "secretsmanager", "objectAlias" = "${file}", ${version}"jmesPath" = [${paths.join(', ')}]}`;
  });
  return `\${jsonencode([${list.join(', ')}])}`;
}
