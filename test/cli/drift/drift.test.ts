import { parseDriftArguments } from '../../../cli/drift/arguments';
import { type Looked, section, verdictOf } from '../../../cli/drift/report';
import type { Found } from '../../../plan/drift';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

describe('the command line', () => {
  test('names environments, each once, or means all', () => {
    expect(parseDriftArguments([])).toEqual({ environments: [], out: undefined });
    expect(parseDriftArguments(['qa', 'dev', 'qa', '--out', 'x'])).toEqual({
      environments: ['qa', 'dev'],
      out: 'x',
    });
  });

  test.each([
    [['--out', ''], '--out: got ""; allowed: a folder'],
    [['--fix'], "Unknown option '--fix'"],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseDriftArguments(args)).toThrow(message);
    expect(() => parseDriftArguments(args)).toThrow('npm run drift -- [ENVIRONMENT...]');
  });
});

const command = new Command('drift');

test('unknown environments are refused with those that there are, before Terraform runs', async () => {
  const fake = new FakePrograms();
  fake.add('terraform', []);
  const { code, stdout, stderr } = await command.run(['nowhere', 'dev', 'dev-services'], {
    PATH: fake.folder,
  });
  expect({ code, stdout, calls: fake.calls() }).toEqual({ code: 1, stdout: '', calls: [] });
  expect(stderr).toMatch(/^environment: got "nowhere", "dev-services"; allowed: dev, /);
  expect(stderr).not.toMatch(/\n\s+at /);
  fake.remove();
});

const drifted = (address: string, deployed: object, found: object) =>
  ({ address, gone: false, deployed, found }) as Found['drifted'][number];
const none: Found = { drifted: [], pending: [] };
const pending: Found = { drifted: [], pending: ['aws_thing.new'] };
const drift: Found = { drifted: [drifted('aws_thing.one', { days: 30 }, { days: 1 })], pending: [] };
const of = (...results: (Found | string)[]): Looked[] =>
  results.map((result, index) => ({ stack: `dev-${index}`, result }));

test.each([
  ['none', of(none, none)],
  ['pending', of(none, pending)],
  ['drift', of(pending, drift)],
  // Nobody knows what the other stack has.
  ['failed', of(drift, 'the credentials have expired')],
])('the worst that is known of the stacks counts: %s', (verdict, looked) => {
  expect(verdictOf(looked)).toBe(verdict);
});

test('a version that AWS raised is told with what to put into the parameter file', () => {
  const versions = drifted(
    'aws_db_instance.products',
    { engine_version: '8.4.10' },
    { engine_version: '8.4.11' },
  );
  expect(section('dev', of({ drifted: [versions], pending: [] }))).toContain(
    'AWS raised it from 8.4.10 to 8.4.11: a version only goes up: put 8.4.11 into environments/dev.json',
  );
});

test('the report says first what it is, then what was changed, and what is only pending is folded', () => {
  expect(section('dev', of(drift, pending))).toBe(`## dev: 1 resource drifted

### Changed beside the code

The next deploy sets it back. What is to stay belongs into the code first. \`-\` as it was deployed, \`+\` as it is.

\`dev-0\` \`aws_thing.one\` was changed

\`\`\`diff
- days: 30
+ days: 1
\`\`\`

<details><summary>Not deployed yet: 1 change that the code makes, or that follow from those above</summary>

- \`dev-1\` \`aws_thing.new\`

</details>
`);
});

test.each([
  [of(none), '## dev: no drift\n'],
  [of(pending), '## dev: no drift, 1 change to deploy\n'],
  [of('no cluster', drift), '## dev: failed; 1 resource drifted\n'],
])('its first line is the verdict', (looked, line) => {
  expect(section('dev', looked).startsWith(line)).toBe(true);
});

test('a stack that failed does not hide the drift of another', () => {
  const text = section('dev', of('no cluster', drift));
  expect(text).toContain('- `dev-0`: no cluster');
  expect(text).toContain('`aws_thing.one` was changed');
});

test('nothing that somebody wrote into a tag is markup, or mentions anybody', () => {
  const evil = '```\n</details> @everyone <script>';
  const text = section(
    'dev',
    of({ drifted: [drifted('aws_thing.one', { tag: 'x' }, { tag: evil })], pending: [] }),
  );
  const [, inside] = text.match(/(`{4,})diff\n[\s\S]*?\n\1\n/)!;
  expect(inside).toBeDefined();
});

test('a thousand resources are no more than an issue may have, and the rest is counted', () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    drifted(`aws_thing.one-${index}`, { days: 30 }, { days: 1 }),
  );
  const text = section('dev', of({ drifted: many, pending: [] }));
  expect(text.length).toBeLessThan(65_000);
  expect(text).toMatch(/\d+ more resources left out/);
});
