import { findNamed } from '../../cli/find-named';
import type { Failure } from '../../console/failure';

const all = new Map([
  ['dev', 1],
  ['staging', 2],
]);

test('a name that is there is found', () => {
  expect(findNamed('environment', 'staging', all)).toBe(2);
});

test('whoever mistypes a name is told which there are, and which was probably meant', () => {
  const find = () => findNamed('environment', 'stagin', all, 2);
  expect(find).toThrow('environment: got "stagin", did you mean "staging"?; allowed: dev, staging');
  expect(find).toThrow(expect.objectContaining<Partial<Failure>>({ exitCode: 2 }));
});
