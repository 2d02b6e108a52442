import { stateKey } from '../../../cli/preview/key';
import { PreviewStates } from '../../../cli/preview/states';
import { project } from '../../fixture/fixture';
import { MemoryAws } from '../memory-aws';

const key = stateKey('pr-1', 'services');
const state = (serial: number, ...names: readonly string[]) =>
  JSON.stringify({
    ...{ version: 4, serial, lineage: 'a', outputs: {} },
    resources: names.map((name) => ({
      mode: 'managed',
      type: 'aws_kms_key',
      name,
      provider: 'p',
      instances: [{}],
    })),
  });

function stored(text: string) {
  const aws = new MemoryAws();
  aws.objects.set(key, { text, changed: new Date() });
  return { aws, states: new PreviewStates(aws.aws, project) };
}

test('a state without resources is forgotten', async () => {
  const { aws, states } = stored(state(2));
  await states.forget('pr-1', 'services');
  expect(aws.objects.size).toBe(0);
});

test('one whose resources were removed without Terraform is forgotten as well', async () => {
  const { aws, states } = stored(state(2, 'role'));
  await states.forget('pr-1', 'services', state(2, 'role'));
  expect(aws.objects.size).toBe(0);
});

test.each([
  ['nobody removed what it has', undefined],
  ['somebody has made the preview again meanwhile', state(2, 'role')],
])('one with resources stays when %s', async (_, stale) => {
  const { aws, states } = stored(state(3, 'role', 'key'));
  await expect(states.forget('pr-1', 'services', stale)).rejects.toThrow('still has 2 resources');
  expect(aws.objects.size).toBe(1);
});
