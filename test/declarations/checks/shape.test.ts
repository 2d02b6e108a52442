import type { Process, Route, Schedule, Service } from '../../../declarations/service';
import { faults, faultsOf, process, service } from '../valid';

const PROBE =
  'a path such as "/ready", a command such as ["bin/worker", "ready"], a port such as { port: 8081, path: \'/ready\' }, 1024 to 65535, or { grpc: \'\' }';
const web = (changes: Partial<Process>) => faultsOf({ processes: { web: { ...process, ...changes } } });
const nightly = (changes: Partial<Schedule>) =>
  faultsOf({ schedules: { nightly: { cron: '0 2 * * *', command: ['report'], ...changes } } });
const route = (changes: Partial<Route>) => faultsOf({ routes: [{ process: 'web', ...changes }] });

test('a service of a few lines is fine', () => {
  expect(faults({ services: { shop: service() } })).toEqual([]);
});

test.each([
  [1023, false],
  [1024, true],
  [65535, true],
  [65536, false],
  [80.5, false],
])('port %d, which a process without privileges may listen at: %s', (port, fine) => {
  expect(web({ port })).toEqual(fine ? [] : [`processes.web.port: ${port} → 1024 to 65535`]);
});

test.each([
  ['startSeconds', 600, '1 to 600 seconds'],
  ['drainSeconds', 3600, '1 to 3600 seconds'],
] as const)('%s is at most %d', (key, most, allowed) => {
  expect(web({ [key]: 1 })).toEqual([]);
  expect(web({ [key]: most })).toEqual([]);
  expect(web({ [key]: 0 })).toEqual([`processes.web.${key}: 0 → ${allowed}`]);
  expect(web({ [key]: most + 1 })).toEqual([`processes.web.${key}: ${most + 1} → ${allowed}`]);
});

test('scaling keeps some CPU free, and uses some', () => {
  expect(web({ scaleAtCpuPercent: 9 })).toEqual(['processes.web.scaleAtCpuPercent: 9 → 10 to 90 %']);
  expect(web({ scaleAtCpuPercent: 91 })).toEqual(['processes.web.scaleAtCpuPercent: 91 → 10 to 90 %']);
});

test.each([[[]], [['']], [[' ', 'x']]])('fails on the command %j, which starts nothing', (command) => {
  const allowed = 'a program and its arguments, such as ["bin/web", "--verbose"]';
  expect(web({ command })).toEqual([`processes.web.command: ${JSON.stringify(command)} → ${allowed}`]);
  expect(nightly({ command })).toEqual([
    `schedules.nightly.command: ${JSON.stringify(command)} → ${allowed}`,
  ]);
  expect(faultsOf({ release: { command } })).toEqual([
    `release.command: ${JSON.stringify(command)} → ${allowed}`,
  ]);
});

test.each([
  ['ready', ', did you mean "/ready"?'],
  ['', ''],
  ['/re ady', ', did you mean "/ready"?'],
])('fails on the probe "%s", which is no path', (ready, hint) => {
  expect(web({ ready })).toEqual([`processes.web.ready: "${ready}"${hint} → ${PROBE}`]);
});

test('fails on cron syntax, a time zone and a time that Kubernetes would refuse', () => {
  expect(nightly({ cron: '0 25 * * *' })).toEqual([
    expect.stringMatching(
      /^schedules\.nightly\.cron: "0 25 \* \* \*" → five fields \(minute 0-59, .*; or @hourly, /,
    ),
  ]);
  expect(nightly({ timeZone: 'Berlin' })).toEqual([
    'schedules.nightly.timeZone: "Berlin" → UTC, or an area and a place of the IANA database, such as Europe/Berlin',
  ]);
  expect(nightly({ timeoutSeconds: 86_401 })).toEqual([
    'schedules.nightly.timeoutSeconds: 86401 → 1 to 86400 seconds',
  ]);
});

test.each(['my_shop', 'shop.eu', '-shop', 'a'.repeat(64), ''])(
  'fails on the host "%s", which is no label of a domain name',
  (host) => {
    expect(route({ host })).toEqual([
      `routes.0.host: "${host}" → one label of a domain name: lower-case letters, digits, dashes`,
    ]);
  },
);

test.each([
  'products',
  '/',
  '/products/',
  '//',
  '/a b',
  '/products/*',
  '/a?b',
  '/../a',
  '/1/2/3/4/5/6/7/8/9',
  `/${'a'.repeat(126)}`,
])('fails on the path "%s", which would match nothing or too much', (path) => {
  const [fault, ...more] = route({ path });
  expect(more).toEqual([]);
  expect(fault).toMatch(
    /^routes\.0\.path: .* → a path of one to eight parts such as \/products, without \* and without a slash at its end$/,
  );
});

test.each(['/products', '/api/v1.2', '/~me', '/.well-known/x', `/${'a'.repeat(125)}`])(
  'takes the path %s',
  (path) => {
    expect(route({ path })).toEqual([]);
  },
);

test.each(['Quick', '1st', 'quick checkout', 'a'.repeat(65)])(
  'fails on the flag "%s", which AppConfig refuses',
  (key) => {
    expect(faultsOf({ flags: { [key]: 'Pay on one page' } })).toEqual([
      `flags.${key}: the name "${key}" → letters, digits, - and _, a small letter first, at most 64 characters`,
    ]);
  },
);

test.each(['page', 'PAGE-SIZE', '1ST'])('fails on an environment variable named %s', (name) => {
  expect(faultsOf({ environment: { [name]: '24' } })).toEqual([
    `environment.${name}: the name "${name}" → capital letters, digits and underscores, a letter first`,
  ]);
});

test('fails on words that nobody wrote', () => {
  expect(faultsOf({ description: ' ', flags: { fast: '' } })).toEqual([
    'description: " " → a line of text',
    'flags.fast: "" → a line of text',
  ]);
});

test.each(['my_web', 'web-', '1st', 'a-name-of-21-letters-'])(
  'fails on a process or schedule named "%s"',
  (name) => {
    const allowed = 'lower-case letters, digits and single dashes, a letter first, at most 20 characters';
    expect(faultsOf({ processes: { [name]: process } })).toEqual([
      `processes.${name}: the name "${name}" → ${allowed}`,
    ]);
    const schedule = { cron: '@daily', command: ['tidy'] };
    expect(faultsOf({ schedules: { [name]: schedule } })).toEqual([
      `schedules.${name}: the name "${name}" → ${allowed}`,
    ]);
    expect(faultsOf({ group: name })).toEqual([`group: "${name}" → ${allowed}`]);
  },
);

test('fails on a key or a type that TypeScript would refuse, as the app is compiled without its checks', () => {
  const wrong = { processes: { web: { ...process, prot: 8080, port: '8080' } }, bind: 'orders' };
  expect(faultsOf(wrong as unknown as Partial<Service>)).toEqual([
    'processes.web.port: "8080", did you mean 8080? → 1024 to 65535, without quotes',
    'processes.web.prot: an unknown key → command, port, protocol, ready, live, startSeconds, drainSeconds, scaleAtCpuPercent, consumes, scaleAtMessages, scratchMiB',
    'bind: "orders", did you mean ["orders"]? → an array',
  ]);
});

test('fails on a database, cache or bucket that is no such thing', () => {
  const backing = {
    databases: { orders: { engine: 'oracle' }, Users: { engine: 'mysql' } },
    caches: { sessions: { engine: 'redis', port: 80 } },
    buckets: { assets: { size: 1 } },
  };
  expect(faults({ backing: backing as never })).toEqual([
    'services/backing.ts databases.orders.engine: "oracle" → postgres, mysql',
    'services/backing.ts databases.Users: the name "Users" → lower-case letters, digits and single dashes, a letter first, at most 20 characters',
    'services/backing.ts caches.sessions.port: 80 → 1150 to 65535',
    'services/backing.ts buckets.assets.size: an unknown key → no keys',
  ]);
});
