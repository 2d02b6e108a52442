import { type Dns, forbiddenBy, whereLeads } from '../../../cli/domains/dns';

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

const dns = (addresses: Record<string, string[] | string>, issuers: Record<string, string[]> = {}): Dns => ({
  addresses: (name) => {
    const found = addresses[name] ?? 'ENOTFOUND';
    return typeof found === 'string' ? failing(found) : Promise.resolve(found);
  },
  issuers: (name) => (issuers[name] ? Promise.resolve(issuers[name]) : failing('ENODATA')),
});

const OWN = 'prod.acme.example';

test.each([
  ['here', { 'shop.example': ['192.0.2.2', '192.0.2.9'], [OWN]: ['192.0.2.1', '192.0.2.2'] }],
  ['elsewhere', { 'shop.example': ['198.51.100.1'], [OWN]: ['192.0.2.1'] }],
  ['nowhere', { [OWN]: ['192.0.2.1'] }],
  ['nowhere', { 'shop.example': 'ENODATA', [OWN]: ['192.0.2.1'] }],
  ['unknown', { 'shop.example': 'ETIMEOUT', [OWN]: ['192.0.2.1'] }],
  ['unknown', { 'shop.example': ['192.0.2.1'] }],
] as const)('a domain leads %s: %j', async (leads, addresses) => {
  expect(await whereLeads(dns(addresses as unknown as Record<string, string[]>), 'shop.example', OWN)).toBe(
    leads,
  );
});

test('the nearest name with CAA records decides whether Amazon may issue a certificate', async () => {
  const by = (issuers: Record<string, string[]>) => forbiddenBy(dns({}, issuers), 'www.shop.example');
  expect(await by({})).toBeUndefined();
  expect(await by({ 'shop.example': ['letsencrypt.org'] })).toBe('shop.example');
  expect(await by({ 'shop.example': ['letsencrypt.org', 'amazonaws.com; policy=ev'] })).toBeUndefined();
  expect(
    await by({ 'www.shop.example': ['amazon.com'], 'shop.example': ['letsencrypt.org'] }),
  ).toBeUndefined();
  // A top-level domain issues for nobody below it.
  expect(await by({ example: ['letsencrypt.org'] })).toBeUndefined();
});
