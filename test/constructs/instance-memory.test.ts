import { instanceMemoryGiB } from '../../constructs/instance-memory';

test.each([
  ['db.t4g.micro', 1],
  ['db.t4g.small', 2],
  ['db.t3.medium', 4],
  ['db.m7g.large', 8],
  ['db.c6gd.xlarge', 8],
  ['db.r7g.xlarge', 32],
  ['db.r6i.16xlarge', 512],
  ['db.x2g.large', 32],
])('an instance of %s has %d GiB of memory', (instanceClass, memory) => {
  expect(instanceMemoryGiB(instanceClass)).toBe(memory);
});

test.each(['db.q7g.large', 'db.m7g.metal', 'db.m7g.2large', 'm7g.large'])(
  'fails on %s, rather than setting limits by a wrong size',
  (instanceClass) => {
    expect(() => instanceMemoryGiB(instanceClass)).toThrow(
      `memory of an instance class: got "${instanceClass}", allowed db.<c|m|r|t|x|z>….<micro|small|medium|large|xlarge|Nxlarge>`,
    );
  },
);
