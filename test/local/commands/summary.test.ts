import {
  formatChanges,
  formatInventory,
  formatLeft,
  formatUnusedRights,
  nextSteps,
  servers,
} from '../../../local/commands/summary';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const changes = (add: number, change: number, remove: number) =>
  formatChanges({ add, change, remove, operation: 'apply' });

test('says what was done, and when that was nothing', () => {
  expect(changes(231, 0, 0)).toBe('231 made');
  expect(changes(1, 2, 3)).toBe('1 made, 2 changed, 3 destroyed');
  expect(changes(0, 0, 0)).toBe('no changes');
});

test('what stands behind databases and caches is told, if there are any', () => {
  expect(servers(['dev-orders: PostgreSQL 17.12'])).toEqual([
    'Databases and caches:',
    '  dev-orders: PostgreSQL 17.12',
  ]);
  expect(servers([])).toEqual([]);
});

test('the lines to copy look at what the environment has, in its own account and its own cluster', () => {
  const stack = (name: string, ...types: readonly string[]) =>
    new SynthesizedStack({
      name,
      directory: '',
      document: { resource: Object.fromEntries(types.map((type) => [type, {}])) },
    });
  const platform = stack('dev', 'aws_s3_bucket', 'aws_eks_cluster');
  const services = stack('dev-services', 'kubernetes_deployment_v1');
  const nobody = { port: null, log: null, balancers: [] };
  const steps = (stacks: SynthesizedStack[]) => nextSteps([{ name: 'dev', platform, stacks }], nobody);
  expect(steps([platform, services])).toBe(`Look at it:
  npm run local -- status  # what is deployed, and which rights no call used
  eval "$(npm run --silent local -- env)"
  npm run ps -- dev  # all that runs; also logs, open and shell: docs/commands.md
  kubectl --context dev get jobs,cronjobs -A  # releases and schedules
  kubectl --context dev describe deployments -A  # what each process is given: variables, probes, sizes
  aws --profile dev eks list-clusters  # the cluster
  aws --profile dev s3 ls  # buckets
Take it down:
  npm run local -- down dev`);
  expect(steps([platform])).not.toContain('kubectl');
});

test('the inventory is counted by account and kind, and names a few', () => {
  const item = (service: string, kind: string, name: string) => ({ service, region: 'aws', kind, name });
  const items = [
    item('s3', 'buckets', 'state'),
    ...['a', 'b', 'c', 'd'].map((name) => item('kms', 'keys', name)),
  ];
  expect(formatInventory({ 999999999999: items, 111111111111: [] })).toBe(`The emulator holds:
  999999999999
    kms keys: a, b, c and 1 more
    s3 buckets: state`);
  expect(formatInventory({ 111111111111: [] })).toBe('The emulator holds nothing.');
});

test('rights that no call used are named in a few words, and only of roles that have any', () => {
  const unused = {
    'arn:aws:iam::111111111111:role/acme-deploy': ['acm:*', 'iam:UntagRole', 'rds:*', 'sns:*'],
    'arn:aws:iam::111111111111:role/acme-plan': [],
  };
  expect(formatUnusedRights(unused, 'curl x')).toEqual([
    'rights that no call used so far; all of them: curl x',
    '  111111111111 role/acme-deploy: acm:*, iam:UntagRole, rds:* and 1 more',
  ]);
  expect(formatUnusedRights({}, 'curl x')).toEqual([]);
});

test('what is left in the account of a destroyed environment is named, and no other account counts', () => {
  const item = { service: 'kms', region: 'eu-central-1', kind: 'keys', name: 'k1' };
  const held = {
    '111': [item, { ...item, service: 'rds', kind: 'database_snapshots', name: 'last' }],
    '999': [item],
  };
  const [line, ...more] = formatLeft(
    held,
    new Map([
      ['dev', '111'],
      ['qa', '222'],
    ]),
  );
  expect(more).toEqual([]);
  expect(line).toContain('dev: the destroy has left 1, which were in no state: kms keys k1.');
});
