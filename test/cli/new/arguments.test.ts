import { parseNewArguments } from '../../../cli/new/arguments';
import { oneOfEach, thingsOf } from '../../../declarations/backing';

const parse = (line: string) => parseNewArguments(line.split(' ').filter(Boolean));

test('a service has what is said of it', () => {
  expect(
    parse('service reviews --port 8080 --route shop/reviews --bind orders,jobs --bind internet'),
  ).toMatchObject({
    what: 'service',
    name: 'reviews',
    version: '0.1.0',
    port: 8080,
    routes: [{ host: 'shop', path: '/reviews' }],
    bind: ['orders', 'jobs', 'internet'],
  });
  expect(parseNewArguments(['service', 'w', '--ready', 'bin/w ready', '--command', 'bin/w'])).toMatchObject({
    ready: ['bin/w', 'ready'],
    command: ['bin/w'],
  });
  expect(parse('--help')).toBeUndefined();
});

test('every kind of the registry can be new, with its engine where it has several', () => {
  for (const { kind, declaration } of thingsOf(oneOfEach((kind, engine = kind) => `${kind}-${engine}`))) {
    const engine = 'engine' in declaration ? declaration.engine : undefined;
    const given = engine === undefined ? '' : ` --engine ${engine}`;
    expect(parse(`${kind} one --for shop${given}`)).toMatchObject({ kind, engine, users: ['shop'] });
  }
});

test.each([
  ['', 'got nothing; allowed: service, database,'],
  ['servce x', 'got "servce", did you mean "service"?; allowed: service'],
  ['service', 'service: got no name; allowed: one name'],
  ['service a b', 'service: got a b; allowed: one name'],
  ['service ../x', 'service: got "../x"; allowed: lower-case letters, digits and single dashes'],
  ['service x --port 80', '--port: got "80"; allowed: 1024 to 65535'],
  ['service x --port 8080x', '--port: got "8080x"; allowed: 1024 to 65535'],
  ['service x --version latest', '--version: got "latest"; allowed: a release such as 1.4.2'],
  ['service x --route shop', '--route: got "shop", without --port; allowed: both'],
  ['service x --port 8080 --route /x', '--route: got "/x"; allowed: a host such as shop, or shop/reviews'],
  [
    'service x --bind y=postgre',
    '--bind: got "y=postgre", did you mean "postgres"?; allowed after "=": postgres',
  ],
  ['service x --bind Y=queue', '--bind: got "Y=queue"; allowed: lower-case letters, digits'],
  ['service x --bind y=queue=z', '--bind: got "y=queue=z"; allowed: lower-case letters, digits'],
  ['service x --engine mysql', 'service: got --engine; allowed: --port, --ready'],
  ['database x', 'database: --engine: got nothing; allowed: postgres, mysql'],
  [
    'database x --engine postgre',
    '--engine: got "postgre", did you mean "postgres"?; allowed: postgres, mysql',
  ],
  ['database x --engine mysql --route y', 'database: got --route; allowed: --port, --engine, --for'],
  ['bucket x --port 8080', 'bucket: got --port; allowed: --for'],
  ['cache x --engine redis --eviction no', '--eviction: got "no"; allowed: noeviction'],
  ['queue x --jobSeconds 0', '--jobSeconds: got "0"; allowed: 1 to 3600 seconds'],
  ['queue x --receives often', '--receives: got "often"; allowed: 1 to 1000'],
  ['queue x --type lifo', '--type: got "lifo"; allowed: standard, fifo'],
  ['environment x --account 1', '--from: got nothing; allowed: an environment'],
  ['environment x --from qa', '--account: got nothing; allowed: an account of its own'],
  ['environment x --from qa --port 8080', 'environment: got --port; allowed: --from, --account, --cidr'],
  ['service x --prt 80', `Unknown option '--prt', did you mean "--port"?`],
])('%s is refused: %s', (line, message) => {
  expect(() => parse(line)).toThrow(message);
  expect(() => parse(line)).toThrow('npm run new -- service|');
});

test('an option that is a number is one', () => {
  expect(parse('queue jobs --jobSeconds 60')).toMatchObject({ kind: 'queue', options: { jobSeconds: 60 } });
});
