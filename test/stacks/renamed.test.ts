import { thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import type { Environment } from '../../parameters/environment';
import { declared, environments, project } from '../fixture/fixture';
import type { Json } from '../helpers';
import { Synthesizer } from '../synthesizer';

const dev = environments.find(({ name }) => name === 'dev')!;
const { catalog, storefront, report } = declared.services;
const renamed: Declared = {
  ...declared,
  services: {
    storefront: {
      ...storefront,
      bind: storefront.bind!.map((name) => (name === 'catalog' ? 'goods' : name)),
    },
    goods: { ...catalog, renamedFrom: 'catalog' },
    sales: { ...report, renamedFrom: 'report' },
  },
};

const { catalog: goods, report: sales, ...others } = dev.parameters.services;
const environment = {
  ...dev,
  parameters: { ...dev.parameters, services: { ...others, goods, sales } },
} as unknown as Environment;

const before = new Synthesizer(project, declared);
const after = new Synthesizer(project, renamed);

/** Every resource of a stack by its address, with what it is made of. */
function resources(stack: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Json>(stack.resource).flatMap(([type, all]) =>
      Object.entries<Json>(all).map(([id, config]) => [`${type}.${id}`, JSON.stringify(config)]),
    ),
  );
}

const [was, is] = [resources(before.services(dev)), resources(after.services(environment))];

test('a renamed service is where it was, with all that it owns', () => {
  expect(Object.keys(is).sort()).toEqual(Object.keys(was).sort());
  const changed = Object.keys(is).filter((address) => is[address] !== was[address]);
  // Its callers are told the URL by the new name as well: what runs them changes, and nothing else does.
  expect(changed.length).toBeGreaterThan(0);
  for (const address of changed) {
    expect(address).toMatch(
      /^kubernetes_(deployment_v1|job_v1|cron_job_v1)\.storefront_|^terraform_data\.storefront_/,
    );
  }
});

test('callers find it by both names', () => {
  const web = Object.entries(is).find(([address]) =>
    /^kubernetes_deployment_v1\.storefront_web/.test(address),
  )!;
  const value = 'http://catalog-api.shop.svc.cluster.local';
  for (const name of ['GOODS_URL', 'CATALOG_URL']) expect(web[1]).toContain(JSON.stringify({ name, value }));
});

test('its images stay in their repository, and its secrets where people put them', () => {
  const repositories = (synthesizer: Synthesizer) =>
    Object.values<Json>(synthesizer.bootstrap([dev]).resource.aws_ecr_repository).map(({ name }) => name);
  expect(repositories(after).sort()).toEqual(repositories(before).sort());
  expect(after.account(environment)).toEqual(before.account(dev));
});

test('nothing that can be bound has lost its name', () => {
  expect(thingsOf(renamed.backing)).toEqual(thingsOf(declared.backing));
});
