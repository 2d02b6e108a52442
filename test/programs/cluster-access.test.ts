import { join } from 'node:path';
import { access } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import { FakePrograms } from '../cli/fake-program';

const TARGET = {
  environment: 'dev',
  cluster: 'dev-eks',
  region: 'eu-central-1',
  roleArn: 'arn:aws:iam::123456789012:role/deploy',
};

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const open = () => {
  const env = { PATH: fake.folder, KUBECONFIG: '/home/jo/.kube/config' };
  return access(new Kubectl([], env), TARGET, join(fake.folder, 'kubeconfig'), env);
};
const NO_CONTEXT = { to: 'get-contexts', complains: 'error: context dev not found', code: 1 };

test('is by the user’s own context of that name, such as the local cluster’s, without a call to AWS', async () => {
  fake.add('kubectl', [{ to: 'get-contexts dev' }, { to: 'get pods', says: '{}' }]);
  await (await open()).run('get', 'pods');
  expect(fake.calls().map(({ name, args }) => [name, ...args].join(' '))).toEqual([
    'kubectl config get-contexts dev',
    'kubectl --context dev get pods',
  ]);
});

test('is else by the role that deploys, in a file that leaves the user’s own alone', async () => {
  fake.add('kubectl', [NO_CONTEXT, { to: 'get pods', says: '{}' }]);
  fake.add('aws', [{ to: 'update-kubeconfig' }]);
  await (await open()).run('get', 'pods');
  const [, aws, kubectl] = fake.calls().map(({ args }) => args.join(' '));
  const file = join(fake.folder, 'kubeconfig');
  expect(aws).toContain(`--name dev-eks --region eu-central-1 --kubeconfig ${file}`);
  expect(aws).toContain(`--role-arn ${TARGET.roleArn} --assume-role-arn ${TARGET.roleArn}`);
  expect(kubectl).toBe(`--kubeconfig ${file} --context dev get pods`);
});

test('is refused with both ways that there would have been, and what AWS says', async () => {
  fake.add('kubectl', [NO_CONTEXT]);
  fake.add('aws', [{ to: 'eks', complains: 'AccessDenied: not yours', code: 254 }]);
  await expect(open()).rejects.toThrow(
    'No access to the cluster dev-eks by the role arn:aws:iam::123456789012:role/deploy. aws eks update-kubeconfig: AccessDenied: not yours\nkubectl has no context "dev" of your own either.',
  );
});

test('says where to get kubectl when there is none', async () => {
  await expect(open()).rejects.toThrow(/^kubectl is not on PATH: https:/);
});
