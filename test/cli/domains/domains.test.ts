import { parseDomainsArguments } from '../../../cli/domains/arguments';
import { type DomainStatus, domainsText, leftToDo, recordsOf } from '../../../cli/domains/report';
import { environments } from '../../fixture/fixture';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const prod = environments.find(({ parameters }) => Object.keys(parameters.entrance.domains).length > 0)!;

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const command = new Command('domains');
const domains = (...args: string[]) => command.run(args, { PATH: fake.folder, PLATFORM_ROLE: '' });

const assume = {
  to: 'assume-role',
  says: { Credentials: { AccessKeyId: 'AKIA', SecretAccessKey: 'key', SessionToken: 'token' } },
};
const arn = (id: string) => `arn:aws:acm:eu-central-1:333333333333:certificate/${id}`;
const listed = (...ids: string[]) => ({
  to: 'get-resources --resource-type-filters acm:certificate --tag-filters Key=entrance-domain',
  says: { ResourceTagMappingList: ids.map((id) => ({ ResourceARN: arn(id) })) },
});
const certificate = (id: string, DomainName: string, Status: string, InUseBy: string[] = []) => ({
  to: arn(id),
  says: {
    Certificate: {
      DomainName,
      Status,
      InUseBy,
      DomainValidationOptions: [
        {
          ResourceRecord: {
            Name: `_1.${DomainName}.`,
            Type: 'CNAME',
            Value: '_2.acm-validations.aws.',
          },
        },
      ],
    },
  },
});

test.each([
  [[], 'got nothing; allowed: one environment'],
  [['dev', 'qa'], 'got dev qa; allowed: one environment'],
  [['dev', '--jso'], `Unknown option '--jso', did you mean "--json"?`],
])('%j is refused: %s', (args, message) => {
  expect(() => parseDomainsArguments(args)).toThrow(message);
  expect(() => parseDomainsArguments(args)).toThrow('npm run domains -- ENVIRONMENT');
});

test('an environment that is none is told', async () => {
  const { code, stderr } = await domains('prodd');
  expect(code).toBe(1);
  expect(stderr).toMatch(/prodd.*prod/s);
});

test('tells what the owner of a domain elsewhere has to enter, and ends with 2 until that is done', async () => {
  fake.add('aws', [
    assume,
    listed('a', 'b', 'c', 'd'),
    certificate('a', 'shop.example', 'ISSUED', ['arn:lb']),
    // It timed out, and another one was asked for.
    certificate('b', 'shop.partner.example', 'VALIDATION_TIMED_OUT'),
    certificate('c', 'shop.partner.example', 'PENDING_VALIDATION'),
    certificate('d', 'gone.example', 'ISSUED'),
  ]);
  const { code, stdout } = await domains(prod.name, '--json');
  expect(code).toBe(2);
  const told = JSON.parse(stdout) as (DomainStatus & { left: string[]; records: unknown })[];
  expect(told.map(({ domain }) => domain)).toEqual(Object.keys(prod.parameters.entrance.domains));
  const byDomain = Object.fromEntries(told.map((one) => [one.domain, one]));
  expect(byDomain['shop.partner.example']).toMatchObject({
    certificate: { status: 'PENDING_VALIDATION' },
    records: [
      { name: '_1.shop.partner.example', type: 'CNAME', value: '_2.acm-validations.aws' },
      { name: 'shop.partner.example', type: 'CNAME', value: 'prod.acme.example' },
    ],
  });
  expect(byDomain['shop.partner.example']!.left[0]).toBe('its certificate waits for its record');
  expect(byDomain['www.shop.example']!.left).toEqual([
    'its certificate is not asked for yet: deploy the environment',
  ]);
  expect(byDomain['shop.example']!.records).toEqual([]);
});

const status = (changes: Partial<DomainStatus>): DomainStatus => ({
  domain: 'shop.example',
  host: 'shop',
  zoneAccount: 'environment',
  leads: 'here',
  target: 'prod.acme.example',
  certificate: {
    status: 'ISSUED',
    inUse: true,
    record: { name: '_1.shop.example', type: 'CNAME', value: '_2.acm-validations.aws' },
  },
  ...changes,
});

test('one that works has nothing left, and its records stay', () => {
  expect(leftToDo(status({}))).toEqual([]);
  expect(domainsText('prod', [status({})])).toBe(
    [
      'shop.example (host shop; zone elsewhere): all is done',
      '  Records, to stay for good:',
      '    _1.shop.example  CNAME  _2.acm-validations.aws',
      '    shop.example     CNAME  prod.acme.example',
      '    Where shop.example is the top of a zone, which takes no CNAME: ALIAS or ANAME (docs/domains.md)',
    ].join('\n'),
  );
});

test('one that is issued waits for the next deploy; one that timed out as well', () => {
  expect(leftToDo(status({ certificate: { status: 'ISSUED', inUse: false } }))).toEqual([
    'its certificate is issued: the next deploy of the environment brings it to the load balancer',
  ]);
  expect(leftToDo(status({ certificate: { status: 'VALIDATION_TIMED_OUT', inUse: false } }))).toEqual([
    'its certificate is VALIDATION_TIMED_OUT: the next deploy of the environment asks for another one',
  ]);
});

test('an address that is missing or wrong is told, also in a zone of ours', () => {
  expect(leftToDo(status({ leads: 'elsewhere' }))).toEqual([
    'its name leads elsewhere: enter its address, once the certificate is there',
  ]);
  expect(leftToDo(status({ leads: 'nowhere', zone: 'shop.example' }))[0]).toMatch(
    /^its name leads nowhere: deploy/,
  );
  // No network: that is no reason to tell somebody to enter what may be there.
  expect(leftToDo(status({ leads: 'unknown' }))).toEqual([]);
});

test('CAA records that forbid the certificate are told before all else', () => {
  const found = leftToDo(
    status({ forbiddenBy: 'example', certificate: { status: 'PENDING_VALIDATION', inUse: false } }),
  );
  expect(found[0]).toBe('the CAA records of example forbid it: its owner has to add 0 issue "amazon.com"');
});

test('nothing has to be entered for a domain in a zone of ours, and an environment without domains says so', () => {
  expect(recordsOf(status({ zone: 'shop.example' }))).toEqual([]);
  expect(domainsText('dev', [])).toBe('dev has no domains (entrance.domains of its file).');
});
