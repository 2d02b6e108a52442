import { type Ask, domainInUse, zoneServers } from '../../../cli/bootstrap/domain-in-use';
import type { Aws } from '../../../programs/aws';

const OURS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net'];
const none = () => Promise.resolve([]);
const failing = (code: string) => Object.assign(new Error(`query ${code}`), { code });
/** A DNS that holds these records, by type. */
const holding =
  (records: Readonly<Record<string, unknown[]>>, otherwise = 'ENODATA'): Ask =>
  (_name, type) =>
    records[type] ? Promise.resolve(records[type]) : Promise.reject(failing(otherwise));

test('a domain that answers mail and requests is not delegated to an empty zone without a word', async () => {
  const dns = holding({
    NS: ['ns1.registrar.example'],
    A: ['192.0.2.1'],
    MX: [{ exchange: 'mail', priority: 1 }],
  });
  const said = await domainInUse('acme.example', none, dns);
  expect(said).toContain('acme.example is in use: ns1.registrar.example answer for it, with records (A, MX)');
  expect(said).toContain('platform.acme.example');
  expect(said).toContain('"zoneId"');
});

test('a name that another zone answers for is in use without name servers of its own', async () => {
  const said = await domainInUse('platform.acme.example', none, holding({ CNAME: ['elsewhere.example'] }));
  expect(said).toContain('platform.acme.example is in use, with records (CNAME)');
});

test('a domain that exists nowhere, or is delegated to its zone, is nothing to speak of', async () => {
  expect(await domainInUse('acme.example', none, holding({}, 'ENOTFOUND'))).toBeUndefined();
  const delegated = holding({ NS: ['NS-2.awsdns-02.net', 'ns-1.awsdns-01.com'], TXT: [['v=spf1 -all']] });
  const own = () => Promise.resolve(OURS.map((name) => `${name}.`));
  expect(await domainInUse('acme.example', own, delegated)).toBeUndefined();
});

test('who has no DNS is told to look', async () => {
  expect(await domainInUse('acme.example', none, holding({}, 'ETIMEOUT'))).toMatch(
    /^the DNS did not say whether acme\.example is in use \(ETIMEOUT\)/,
  );
});

test('the name servers of the zone are those of the public one of exactly that domain', async () => {
  const zones = [
    { Id: '/hostedzone/Z1', Name: 'acme.example.', Config: { PrivateZone: false } },
    { Id: '/hostedzone/Z2', Name: 'acme.example.', Config: { PrivateZone: true } },
    { Id: '/hostedzone/Z3', Name: 'b.acme.example.', Config: { PrivateZone: false } },
  ];
  const asked: string[] = [];
  const json = (...args: readonly string[]) => {
    asked.push(args.slice(1).join(' '));
    return Promise.resolve(
      args[1] === 'get-hosted-zone' ? { DelegationSet: { NameServers: OURS } } : { HostedZones: zones },
    );
  };
  expect(await zoneServers('acme.example', { json } as Pick<Aws, 'json'>)).toEqual(OURS);
  expect(asked).toEqual([
    'list-hosted-zones-by-name --dns-name acme.example',
    'get-hosted-zone --id /hostedzone/Z1',
  ]);
});
