import { checkDomainsTogether } from '../../parameters/domain-rules';
import type { Environment } from '../../parameters/environment';
import { project } from '../fixture/fixture';
import { load, other, problems, valid } from './files';

const withDomains = (domains: Record<string, unknown>) => valid({ entrance: { domains } });
const wrong = (domains: Record<string, unknown>) => problems({ 'dev.json': withDomains(domains) });

test('a domain leads to the host of a route, or to another domain; its zone is ours or elsewhere', () => {
  const file = withDomains({
    'shop.example': { host: 'shop', zone: 'shop.example', zoneAccount: 'tooling' },
    'www.shop.example': { redirectTo: 'shop.example', zone: 'shop.example' },
    'a.b.shop.example': { host: 'shop', zone: 'Z0123456789ABC' },
    'shop.partner.example': { host: 'shop' },
  });
  expect(load({ 'dev.json': file })).toEqual([expect.objectContaining({ name: 'dev' })]);
});

test.each(['Shop.example', 'shop', '*.shop.example', 'shop.example.', `${'a'.repeat(57)}.example`, 'shop.1'])(
  'fails on the domain %s',
  (domain) => {
    expect(wrong({ [domain]: { host: 'shop' } })).toEqual([
      expect.stringMatching(
        /→ domain names in lower-case letters such as shop\.example and www\.shop\.example, of at most 64 characters$/,
      ),
    ]);
  },
);

test('fails on a domain that leads nowhere, or to two places', () => {
  expect(
    wrong({
      'shop.example': {},
      'www.shop.example': { host: 'shop', redirectTo: 'b.shop.example' },
      'b.shop.example': { host: 'shop' },
    }),
  ).toEqual([
    'entrance.domains.shop.example: neither host nor redirectTo → one of them',
    'entrance.domains.www.shop.example: host and redirectTo → one of them',
  ]);
});

test('fails on a host that no route has', () => {
  expect(wrong({ 'shop.example': { host: 'shopp' } })).toEqual([
    'entrance.domains.shop.example.host: "shopp", which no public route has, did you mean "shop"? → the host of a public route: shop',
  ]);
});

test('fails on a redirect to nothing, to another redirect and to itself', () => {
  expect(
    wrong({
      'shop.example': { host: 'shop' },
      'a.example': { redirectTo: 'shop.exampel' },
      'b.example': { redirectTo: 'a.example' },
      'c.example': { redirectTo: 'c.example' },
    }),
  ).toEqual([
    'entrance.domains.a.example.redirectTo: "shop.exampel", did you mean "shop.example"? → a domain of this file that has a host: shop.example',
    'entrance.domains.b.example.redirectTo: "a.example" → a domain of this file that has a host: shop.example',
    'entrance.domains.c.example.redirectTo: "c.example" → a domain of this file that has a host: shop.example',
  ]);
});

test('fails on a zone in which the domain is not, on an account without a zone, and on what is no zone', () => {
  expect(
    wrong({
      'www.shop.example': { host: 'shop', zone: 'other.example' },
      'myshop.example': { host: 'shop', zone: 'shop.example' },
      'shop.example': { host: 'shop', zoneAccount: 'tooling' },
      'a.shop.example': { host: 'shop', zone: 'shop.example', zoneAccount: 'elsewhere' },
    }),
  ).toEqual([
    expect.stringMatching(
      /^entrance\.domains\.a\.shop\.example\.zoneAccount: "elsewhere" → environment, tooling$/,
    ),
  ]);
  expect(
    wrong({
      'www.shop.example': { host: 'shop', zone: 'other.example' },
      'myshop.example': { host: 'shop', zone: 'shop.example' },
      'shop.example': { host: 'shop', zoneAccount: 'tooling' },
    }),
  ).toEqual([
    'entrance.domains.www.shop.example.zone: "other.example" → the domain itself or what its end is, such as shop.example',
    'entrance.domains.myshop.example.zone: "shop.example" → the domain itself or what its end is, such as myshop.example',
    'entrance.domains.shop.example.zoneAccount: "tooling" without a zone → zone as well, or neither',
  ]);
});

describe('over all environments', () => {
  const together = (files: Record<string, unknown>) =>
    checkDomainsTogether(project, load(files) as Environment[]).map(({ file, path, got, allowed }) => ({
      file: file.replace(/.*\//, ''),
      path,
      got: got.replace(/, which .*\//, ', which '),
      allowed,
    }));
  const one = { host: 'shop' };

  test('a domain in two environments is refused, as only one can answer', () => {
    expect(
      together({
        'dev.json': withDomains({ 'shop.example': one }),
        'qa.json': other({ entrance: { domains: { 'shop.example': one } } }),
      }),
    ).toEqual([
      {
        file: 'qa.json',
        path: 'entrance.domains.shop.example',
        got: 'shop.example, which dev.json has',
        allowed: 'a domain that no other environment has',
      },
    ]);
  });

  test("names of an environment's own are refused, and others of the platform's domain are fine", () => {
    const found = together({
      'dev.json': withDomains({ 'shop.dev.acme.example': one, 'acme.example': one, 'www.acme.example': one }),
      'qa.json': other({ entrance: { domains: { 'dev.acme.example': one } } }),
    });
    expect(found.map(({ file, got, allowed }) => [file, got, allowed])).toEqual([
      [
        'dev.json',
        'shop.dev.acme.example, a name of the environment dev itself',
        "a domain of somebody's own: routes are reached as <host>.dev.acme.example without it",
      ],
      [
        'qa.json',
        'dev.acme.example, a name of the environment dev itself',
        "a domain outside of every environment's own, such as those below dev.acme.example",
      ],
    ]);
  });
});
