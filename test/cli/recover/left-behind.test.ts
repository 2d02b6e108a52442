import { sortOut, tellLeft } from '../../../cli/recover/left-behind';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const document = { provider: { aws: [{ allowed_account_ids: ['111111111111'] }] } };
const platform = new SynthesizedStack({ name: 'dev', directory: '.', document });
const services = new SynthesizedStack({
  ...{ name: 'dev-services', directory: '.', document },
  buildsOn: [platform],
});
const NOTHING = { left: [], undeclared: [], written: [] };

test('what a destroy has left is named, with the commands that remove it', () => {
  const [line, ...more] = tellLeft(services, { ...NOTHING, left: ['aws_iam_role.a (dev-a)'] });
  expect(more).toEqual([]);
  expect(line).toContain('has left 1 in account 111111111111');
  expect(line).toContain('aws_iam_role.a (dev-a)');
  expect(line).toContain(
    'npm run recover -- dev; npx cdktf destroy dev-services --ignore-missing-stack-dependencies',
  );
});

test('what the code of today does not know is named by its ARN, with the command that removes it', () => {
  const [line, ...more] = tellLeft(platform, { ...NOTHING, undeclared: ['arn:aws:s3:::b (holds data)'] });
  expect(more).toEqual([]);
  expect(line).toContain('1 more carry the tags of dev in account 111111111111');
  expect(line).toContain('arn:aws:s3:::b (holds data). To remove one: npm run recover -- dev --delete ARN');
});

test('log groups that AWS writes again are told apart: the next deploy takes them over', () => {
  const [line] = tellLeft(platform, { ...NOTHING, written: ['/aws/eks/dev/cluster'] });
  expect(line).toContain('/aws/eks/dev/cluster. The next deploy takes them over');
});

describe('a log group that AWS writes again', () => {
  const to = 'aws_cloudwatch_log_group.cluster_LogGroup';
  const documentOfIt = { ...document, import: [{ to }] };
  const resource = {
    address: to,
    mode: 'managed',
    type: 'aws_cloudwatch_log_group',
    name: 'cluster_LogGroup',
  };
  const plan = (importing?: { id: string }) => [
    { ...resource, change: { actions: ['create'], before: null, after: null, importing } },
  ];
  const nothing = { found: new Map(), several: new Map() };

  test('before the plan, which takes it over: nothing is left', () => {
    const found = sortOut(nothing, plan({ id: '/aws/eks/dev/cluster' }), documentOfIt);
    expect(found).toMatchObject({ left: [], written: ['/aws/eks/dev/cluster'] });
  });

  test('after the plan: nothing is left either, and a look by tags does not tell of it', () => {
    const later = { ...nothing, found: new Map([[to, '/aws/eks/dev/cluster']]) };
    const found = sortOut(later, plan(), documentOfIt);
    expect(found).toMatchObject({
      left: [],
      written: ['/aws/eks/dev/cluster'],
      told: ['/aws/eks/dev/cluster'],
    });
  });

  test('where the stack does not take it over, it is left', () => {
    const other = { ...nothing, found: new Map([[to, '/acme/dev/shop']]) };
    expect(sortOut(other, plan(), document)).toMatchObject({ left: [`${to} (/acme/dev/shop)`], written: [] });
  });
});

test('a clean destroy says nothing', () => {
  expect(tellLeft(platform, NOTHING)).toEqual([]);
});
