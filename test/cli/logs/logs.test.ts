import { parseLogsArguments } from '../../../cli/logs/arguments';
import { eventLine } from '../../../cli/logs/event-line';
import { EventSource } from '../../../cli/logs/event-source';
import { ANY, readingOf } from '../../../declarations/log-form';
import { Aws } from '../../../programs/aws';
import { environments } from '../../fixture/fixture';
import { sent } from '../../log-presets/agent';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-30T12:00:00Z');
const parse = (...args: string[]) => parseLogsArguments(args, NOW);

describe('the command line', () => {
  test.each([
    ['10m', '2026-11-30T11:50:00Z'],
    ['45s', '2026-11-30T11:59:15Z'],
    ['2h', '2026-11-30T10:00:00Z'],
    ['1d', '2026-11-29T12:00:00Z'],
    ['2026-11-30T11:00:00+01:00', '2026-11-30T10:00:00Z'],
  ])('--since %s is %s', (since, time) => {
    expect(parse('dev', 'shop', '--since', since)!.since).toBe(Date.parse(time));
  });

  test('ten minutes are shown unless told otherwise', () => {
    expect(parse('dev', 'shop')).toMatchObject({ since: NOW - 600_000, errors: false, follow: false });
    expect(parse('dev', 'shop', '-f', '--errors')).toMatchObject({ errors: true, follow: true });
    expect(parse('-h')).toBeUndefined();
  });

  test.each([
    [[], 'got nothing; allowed: an environment and a service'],
    [['dev'], 'got dev; allowed: an environment and a service'],
    [['dev', 'a', 'b'], 'got dev a b; allowed: an environment and a service'],
    [['dev', 'a', '--since', '10'], '--since: got "10"; allowed: 30s, 10m, 2h, 1d, or a time'],
    [['dev', 'a', '--since', 'today'], '--since: got "today"; allowed: '],
    [['dev', 'a', '--since', '2026-11-30T11:00:00'], '--since: got "2026-11-30T11:00:00"; allowed: '],
    [['dev', 'a', '--since', '2027-01-01T00:00:00Z'], 'allowed: 30s, 10m, 2h, 1d, or a time that is over'],
    [['dev', 'a', '--folow'], 'Unknown option \'--folow\', did you mean "--follow"?'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
    expect(() => parse(...args)).toThrow('npm run logs -- ENVIRONMENT SERVICE');
  });
});

describe('a line', () => {
  const line = (text: string, reading = ANY) =>
    eventLine(
      { eventId: '1', timestamp: NOW, message: sent(text, { namespace: 'n', service: 'shop' }) },
      reading,
    );
  const head = '2026-11-30 12:00:00.000 shop-web-5f7c9d8b6-x2x2x';

  test.each([
    ['{"level":50,"msg":"no"}', undefined, '50 no'],
    ['{"level":"ERROR+4","msg":"no"}', undefined, 'ERROR+4 no'],
    ['{"levelname":"INFO","message":"yes"}', 'python', 'INFO yes'],
    [
      '{"log":{"severity":"ERR"},"text":"no"}',
      { level: 'log.severity', error: ['ERR'], message: 'text' },
      'ERR no',
    ],
    ['{"other":1}', undefined, '{"other":1}'],
    ['Listening at 8080', undefined, 'Listening at 8080'],
  ] as const)('%s says by %j: %s', (text, logs, told) => {
    expect(line(text, readingOf(logs))).toBe(`${head} ${told}`);
  });

  test('is shown as it is where no agent sent it', () => {
    expect(eventLine({ eventId: '1', timestamp: NOW, message: 'plain' }, ANY)).toContain(' plain');
  });
});

describe('events', () => {
  const fakes: FakePrograms[] = [];
  afterAll(() => {
    for (const fake of fakes) fake.remove();
  });
  const event = (eventId: string, timestamp: number) => ({ eventId, timestamp, message: eventId });

  test('come once, by their time, and a late one still comes', async () => {
    const fake = new FakePrograms();
    fakes.push(fake);
    fake.add('aws', [
      {
        to: '--start-time 1000 ',
        says: { events: [event('b', 90_000), event('a', 80_000)], NextToken: 'more' },
      },
      {
        to: '--start-time 60000 ',
        says: { events: [event('a', 80_000), event('late', 70_000), event('b', 90_000)] },
      },
    ]);
    const source = new EventSource(new Aws('eu-central-1', { PATH: fake.folder }), '/group', '{ x }', 1000);
    const first = await source.next();
    expect([first.events.map(({ eventId }) => eventId), first.more]).toEqual([['a', 'b'], true]);
    const second = await source.next();
    expect([second.events.map(({ eventId }) => eventId), second.more]).toEqual([['late'], false]);
  });
});

describe('the command', () => {
  const [environment] = environments;
  let fake: FakePrograms;
  beforeEach(() => {
    fake = new FakePrograms();
  });
  afterEach(() => fake.remove());
  const command = new Command('logs');
  const logs = (...args: string[]) => command.run([environment!.name, ...args], { PATH: fake.folder });
  const Credentials = {
    AccessKeyId: 'AKIAOFTHEROLE',
    SecretAccessKey: 'a-secret-key',
    SessionToken: 'a-token',
  };

  test('asks for errors of a process by the declared form, as the role that looks', async () => {
    const message = sent('{"level":50,"msg":"no"}', { namespace: 'shop', service: 'storefront' });
    fake.add('aws', [
      { to: 'assume-role', says: { Credentials } },
      { to: 'filter-log-events', says: { events: [{ eventId: '1', timestamp: NOW, message }] } },
    ]);
    const { code, stdout } = await logs('storefront', '--process', 'web', '--errors', '--json');
    expect([code, stdout]).toEqual([0, `${message}\n`]);
    const [assume, filter] = fake.calls().map(({ args }) => args.join(' '));
    expect(assume).toContain('role/acme-view');
    expect(filter).toContain(`--log-group-name /aws/containerinsights/${environment!.name}/application`);
    for (const condition of [
      '($.kubernetes.namespace_name = "shop") && ($.kubernetes.labels.service = "storefront")',
      '($.kubernetes.container_name = "web")',
      '($.log_processed.level >= 50)',
    ])
      expect(filter).toContain(condition);
  });

  test('of a preview are in a group of its own, and a preview that is not there has none', async () => {
    const complains =
      'An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation';
    fake.add('aws', [
      { to: 'assume-role', says: { Credentials } },
      { to: 'filter-log-events', says: { events: [] } },
      { to: 'filter-log-events', complains, code: 254 },
    ]);
    await command.run(['pr-42', 'storefront'], { PATH: fake.folder });
    const filter = fake.calls().at(-1)!.args.join(' ');
    expect(filter).toContain('--log-group-name /acme/previews/pr-42 ');
    expect(filter).toContain('($.kubernetes.namespace_name = "shop-pr-42")');
    const { code, stderr } = await command.run(['pr-42', 'storefront'], { PATH: fake.folder });
    expect([code, stderr]).toEqual([
      1,
      'pr-42: got no log group /acme/previews/pr-42; allowed: what is deployed\n',
    ]);
  });

  test('says that there was nothing', async () => {
    fake.add('aws', [
      { to: 'assume-role', says: { Credentials } },
      { to: 'filter-log-events', says: { events: [] } },
    ]);
    const { stderr, stdout } = await logs('catalog');
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('logs: nothing since ')]);
  });

  test.each([
    [['storefornt'], 'service: got "storefornt", did you mean "storefront"?; allowed: '],
    [['storefront', '--process', 'wbe'], '--process: got "wbe"; allowed: web, worker'],
  ])('%j fails: %s', async (args, message) => {
    const { code, stderr } = await logs(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
