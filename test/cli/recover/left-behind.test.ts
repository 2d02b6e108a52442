import { tellLeft } from '../../../cli/recover/left-behind';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const document = { provider: { aws: [{ allowed_account_ids: ['111111111111'] }] } };
const platform = new SynthesizedStack({ name: 'dev', directory: '.', document });
const services = new SynthesizedStack({
  ...{ name: 'dev-services', directory: '.', document },
  buildsOn: [platform],
});

test('what a destroy has left is named, with the commands that remove it', () => {
  const [line, ...more] = tellLeft(services, { left: ['aws_iam_role.a (dev-a)'], written: [] });
  expect(more).toEqual([]);
  expect(line).toContain('has left 1 in account 111111111111');
  expect(line).toContain('aws_iam_role.a (dev-a)');
  expect(line).toContain(
    'npm run recover -- dev; npx cdktf destroy dev-services --ignore-missing-stack-dependencies',
  );
});

test('log groups that AWS writes again are told apart: the next deploy takes them over', () => {
  const [line] = tellLeft(platform, { left: [], written: ['/aws/eks/dev/cluster'] });
  expect(line).toContain('/aws/eks/dev/cluster. The next deploy takes them over');
});

test('a clean destroy says nothing', () => {
  expect(tellLeft(platform, { left: [], written: [] })).toEqual([]);
});
