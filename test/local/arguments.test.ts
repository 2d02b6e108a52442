import { parseArguments } from '../../local/arguments';

const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean));

test('without arguments dev is deployed, with its services', () => {
  expect(parse('')).toEqual({
    command: 'up',
    environments: ['dev'],
    services: [],
    port: 4577,
    platformOnly: false,
    servicesOnly: false,
    keep: false,
  });
});

test.each([
  ['qa prod', 'up', ['qa', 'prod']],
  ['up qa qa', 'up', ['qa']],
  ['down', 'down', []],
  ['down dev --keep', 'down', ['dev']],
  ['status', 'status', []],
  ['--help down', 'help', []],
])('%p is %s of %j', (line, command, environments) => {
  expect(parse(line)).toMatchObject({ command, environments });
});

test('images are made of services, not of environments', () => {
  expect(parse('images')).toMatchObject({ command: 'images', environments: [], services: [] });
  expect(parse('images catalog')).toMatchObject({
    command: 'images',
    environments: [],
    services: ['catalog'],
  });
});

test.each([
  ['--port 0', '--port: got 0; allowed: 1 to 65535'],
  ['--port x', '--port: got x; allowed: 1 to 65535'],
  ['down --platform-only', '--platform-only goes with up: got down'],
  ['down --services-only', '--services-only goes with up: got down'],
  ['--platform-only --services-only', '--platform-only and --services-only: got both, allowed one'],
  ['status dev', 'status takes no environment: got dev'],
  ['--forse', "Unknown option '--forse'. See npm run local -- --help"],
  ['--platfrom-only', `Unknown option '--platfrom-only', did you mean "--platform-only"?`],
  ['statsu', 'command: got "statsu", did you mean "status"? See npm run local -- --help'],
  ['dwn dev', 'command: got "dwn", did you mean "down"?'],
])('fails on %p', (line, message) => {
  expect(() => parse(line)).toThrow(message);
});
