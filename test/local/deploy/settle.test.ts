import { Failure } from '../../../console/failure';
import { settle } from '../../../local/deploy/settle';

test('fails only after all have ended, with what all failures say', async () => {
  let ended = false;
  const slow = new Promise<void>((resolve) => setTimeout(resolve, 50)).then(() => {
    ended = true;
  });
  const failing = [Promise.reject(new Failure('dev: no', 3)), slow, Promise.reject(new Failure('qa: no'))];
  await expect(settle(failing)).rejects.toMatchObject({ message: 'dev: no\nqa: no', exitCode: 3 });
  expect(ended).toBe(true);
});

test('a bug is not hidden behind a failure', async () => {
  await expect(
    settle([Promise.reject(new Failure('dev: no')), Promise.reject(new TypeError('x'))]),
  ).rejects.toThrow(TypeError);
});
