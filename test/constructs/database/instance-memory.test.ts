import fc from 'fast-check';
import { instanceMemoryGiB } from '../../../constructs/database/instance-memory';
import { parametersSchema } from '../../../parameters/parameters';
import { declared } from '../../fixture/services/declared';

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

test('the memory of every class that the schema takes is known', () => {
  const { instanceClass } = parametersSchema(declared).shape.databases.shape.orders!.shape;
  const anyClass = fc
    .stringMatching(/^db\.[a-z]\d[a-z]{0,2}\.(micro|small|medium|large|metal|\d{0,2}xlarge)$/)
    .filter((text) => instanceClass.safeParse(text).success);
  fc.assert(fc.property(anyClass, (text) => expect(instanceMemoryGiB(text)).toBeGreaterThan(0)));
});
