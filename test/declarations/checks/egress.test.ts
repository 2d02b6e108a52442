import { faultsOf } from '../valid';

const HOST =
  'a whole name outside of the VPC, such as smtp.partner.example: lower-case, no address, no *, nothing that ends in .local, .internal or .localhost';
const PORT = "1 to 65535, but for 53, and for 443, which bind: ['internet'] opens";
const outside = (host: string, port: number) => faultsOf({ egress: [{ host, port }] });

test.each([
  ['smtp.partner.example', 587],
  ['a.bc', 1],
  ['xn--bcher-kva.example', 65_535],
])('takes %s:%d', (host, port) => {
  expect(outside(host, port)).toEqual([]);
});

test.each([
  'smtp',
  '203.0.113.7',
  '*.partner.example',
  'SMTP.partner.example',
  'smtp.partner.example.',
  'https://smtp.partner.example',
  'smtp.partner.example:587',
  'catalog.shop.svc.cluster.local',
  'ip-10-0-0-1.eu-central-1.compute.internal',
  'shop.localhost',
  `${'a'.repeat(64)}.example`,
])('fails on the host "%s"', (host) => {
  expect(outside(host, 587)).toEqual([expect.stringContaining(`egress.0.host: "${host}"`)]);
  expect(outside(host, 587)[0]).toContain(` → ${HOST}`);
});

test.each([0, 53, 443, 65_536, 58.7])('fails on the port %d', (port) => {
  expect(outside('smtp.partner.example', port)).toEqual([`egress.0.port: ${port} → ${PORT}`]);
});

test('fails on what is opened twice, and on more than a person looks at', () => {
  const smtp = { host: 'smtp.partner.example', port: 587 };
  expect(faultsOf({ egress: [smtp, { ...smtp, port: 465 }, smtp] })).toEqual([
    'egress.2: smtp.partner.example:587 once more → each host and port once',
  ]);
  const many = Array.from({ length: 21 }, (_, index) => ({ ...smtp, port: 1000 + index }));
  expect(faultsOf({ egress: many })).toEqual([
    expect.stringContaining("→ at most 20 of { host: 'smtp.partner.example', port: 587 }"),
  ]);
});
