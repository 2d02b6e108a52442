import { withReviews } from '../../../cli/safe-cdktf/reviewed-option';
import { entry, planJson } from '../../plan/made';
import { CIRCUMSTANCES, review } from '../../plan/reviewed/reviewed-case';
import { Toy } from '../toy';

jest.setTimeout(30_000);

let toy: Toy;
beforeEach(() => {
  toy = new Toy();
  toy.modules('zod', 'ipaddr.js', 'yaml').stack({});
});
afterEach(() => toy.remove());

const logs = (days: number) =>
  planJson(entry('aws_cloudwatch_log_group.it', { retention_in_days: 30 }, { retention_in_days: days }));
const draft = (days: number) => ({
  json: { ...logs(days), resource_changes: [...logs(days).resource_changes!] },
  written: {},
  circumstances: { ...CIRCUMSTANCES, providers: {}, account: undefined, region: undefined },
});

/** A Terraform that plans so many days, and says what it is called with. */
function plans(days: number): Toy {
  return toy.terraform(`
    const { existsSync, writeFileSync } = require('node:fs');
    const args = process.argv.slice(2);
    const [command] = args;
    if (command === 'show') console.log(${JSON.stringify(JSON.stringify(logs(days)))});
    else console.log(args.join(' '));
    if (command === 'plan') writeFileSync('reviewed.tfplan', '');
    if (command === 'apply' && !existsSync('reviewed.tfplan')) process.exit(1);`);
}

const guard = (days: number) => {
  toy.file('reviewed.json', JSON.stringify(review(draft(days))));
  const args = ['apply', '-auto-approve', '-var=a=b', '-no-color', '-parallelism=3'];
  return toy.guardIn('dev', args, { PLATFORM_REVIEWED: toy.path('reviewed.json') }).ended;
};

test('the plan that is compared is the one that is applied', async () => {
  plans(60);
  const { code, output } = await guard(60);
  expect(output).toBe(
    `plan -out=reviewed.tfplan -var=a=b -no-color -parallelism=3

dev: as reviewed

apply -auto-approve -no-color -parallelism=3 reviewed.tfplan
`,
  );
  expect(code).toBe(0);
  expect(toy.has('stacks/dev/reviewed.tfplan')).toBe(false);
});

test('nothing is applied that is not what was reviewed, and what differs is said', async () => {
  plans(3);
  const { code, output } = await guard(60);
  expect(output).toContain(
    'Error: dev is not deployed: it is not what was reviewed\n  aws_cloudwatch_log_group.it retention_in_days was reviewed to become 60, and would go from 30 to 3\n',
  );
  expect(output).toContain('no review showed that danger (rule retention-shortened)');
  expect(output).not.toMatch(/^apply/m);
  expect(code).toBe(1);
  expect(toy.has('stacks/dev/reviewed.tfplan')).toBe(false);
});

test('nothing is applied when the review is no whole one', async () => {
  plans(60);
  toy.file('other.json', '{}');
  const { code, output } = await toy.guardIn('dev', ['apply'], { PLATFORM_REVIEWED: toy.path('other.json') })
    .ended;
  expect(output).toMatch(
    /Error: the plan can't be compared: .*other\.json: got something else, or half of it/s,
  );
  expect(output).not.toMatch(/^apply/m);
  expect(code).toBe(1);
});

test('what is no deploy is not compared', async () => {
  plans(3);
  const { output } = await toy.guardIn('dev', ['plan'], { PLATFORM_REVIEWED: toy.path('none.json') }).ended;
  expect(output).toBe('plan\n');
});

describe('cdktf', () => {
  beforeEach(() => {
    toy.cli(
      'console.log(process.argv.slice(2).join(" "), process.env.PLATFORM_REVIEWED, process.env.PLATFORM_STACKS);',
    );
    toy.file('a.json', '').file('b.json', '');
  });

  test('gives the files to Terraform, and not to the CLI', async () => {
    const { output } = await toy.cdktf(
      ...['deploy', 'dev', '--reviewed', 'a.json', '--auto-approve', '--reviewed=b.json'],
    ).ended;
    expect(output).toBe(`deploy dev --auto-approve ${toy.path('a.json')}:${toy.path('b.json')} dev\n`);
  });

  test.each([
    [['diff', 'dev', '--reviewed', 'a.json'], '--reviewed: got "diff"; allowed: deploy'],
    [
      ['deploy', 'dev', '--auto-approve', '--reviewed'],
      '--reviewed: got nothing; allowed: a file that "npm run plan" has written',
    ],
    [
      ['deploy', 'dev', '--auto-approve', '--reviewed', 'c.json'],
      '--reviewed: got c.json, which is not there',
    ],
  ])('refuses %p', async (args, says) => {
    const { code, output } = await toy.cdktf(...args).ended;
    expect(output).toBe(`cdktf: ${says}\n`);
    expect(code).toBe(1);
  });

  test('refuses to ask for what was approved by its review', async () => {
    const { output } = await toy.cdktfWith(
      { CDKTF_AUTO_APPROVE: 'no' },
      'deploy',
      'dev',
      '--reviewed',
      'a.json',
    ).ended;
    expect(output).toMatch(/no terminal to ask|--reviewed needs --auto-approve/);
  });
});

test.each([
  [['deploy', '--reviewed', 'a', 'dev'], ['deploy', 'dev'], ['a']],
  [
    ['deploy', 'dev', '--reviewed=a', '--reviewed=b'],
    ['deploy', 'dev'],
    ['a', 'b'],
  ],
  [['deploy', 'dev'], ['deploy', 'dev'], []],
])('%p', (given, args, reviewed) => {
  expect(withReviews(given)).toEqual({ args, reviewed });
});
