import { z } from 'zod';
import { checkValue } from '../../problems/check-value';
import { parseJson } from '../../problems/json';

const text = (pattern: RegExp) => z.string().regex(pattern).meta({ allowed: 'a text' });
const block = z
  .string()
  .refine((value) => ['203.0.113.7/32', '10.0.0.0/16'].includes(value))
  .meta({ allowed: 'a block' });
const schema = z.strictObject({
  region: text(/^[a-z]+-[a-z]+-\d$/).optional(),
  arn: text(/^arn:aws:iam::\d{12}:role\/\w+$/).optional(),
  version: text(/^\d+\.\d\d$/).optional(),
  minor: z.literal(['1.35', '1.36']).meta({ allowed: '1.35, 1.36' }).optional(),
  number: z.int().min(1).max(9).meta({ allowed: '1 to 9' }).optional(),
  days: z.literal([7, 30]).meta({ allowed: '7, 30' }).optional(),
  flag: z.boolean().meta({ allowed: 'true, false' }).optional(),
  block: block.optional(),
  blocks: z.array(block).meta({ allowed: 'blocks' }).optional(),
  path: text(/^\/[a-z]+$/).optional(),
  engine: z.enum(['postgres', 'mysql']).meta({ allowed: 'postgres, mysql' }).optional(),
});

/** What is wrong with a JSON object, as `got → allowed`. */
function faults(json: string): string[] {
  const parsed = parseJson('a.json', json);
  return checkValue('a.json', parsed.value, schema, parsed).problems.map(
    ({ got, allowed }) => `${got} → ${allowed}`,
  );
}

test.each([
  // 17.10 is the number 17.1, and another version.
  ['{ "version": 17.10 }', '17.10, did you mean "17.10"? → a text, in quotes'],
  ['{ "version": 17 }', '17 → a text, in quotes'],
  ['{ "minor": 1.36 }', '1.36, did you mean "1.36"? → 1.35, 1.36, in quotes'],
  ['{ "version": true }', 'true → a text, in quotes'],
])('says of %s that text is in quotes', (json, fault) => {
  expect(faults(json)).toEqual([fault]);
});

test.each([
  ['{ "number": "3" }', '"3", did you mean 3? → 1 to 9, without quotes'],
  ['{ "number": "12" }', '"12" → 1 to 9, without quotes'],
  ['{ "days": "30" }', '"30", did you mean 30? → 7, 30, without quotes'],
  ['{ "flag": "true" }', '"true", did you mean true? → true, false, without quotes'],
  ['{ "flag": "False" }', '"False", did you mean false? → true, false, without quotes'],
  ['{ "flag": "yes" }', '"yes" → true, false'],
])('says of %s that numbers, true and false have no quotes', (json, fault) => {
  expect(faults(json)).toEqual([fault]);
});

test.each([
  [
    'a Cyrillic letter',
    '{ "region": "eu-\u0441entral-1" }',
    '"eu-\u0441entral-1" with the Cyrillic letter \u0441 (U+0441), did you mean "eu-central-1"? → a text',
  ],
  [
    'an invisible space',
    '{ "region": "eu-central-1\u200b" }',
    '"eu-central-1\\u200b" with a zero-width space (U+200B), did you mean "eu-central-1"? → a text',
  ],
  [
    'a dash that is too long',
    '{ "region": "eu\u2013central\u20131" }',
    '"eu\u2013central\u20131" with the dash \u2013 (U+2013), did you mean "eu-central-1"? → a text',
  ],
  [
    'a key with a Cyrillic letter',
    '{ "r\u0435gion": "eu-central-1" }',
    expect.stringMatching(
      /^an unknown key with the Cyrillic letter \u0435 \(U\+0435\), did you mean "region"\? → region, /,
    ),
  ],
])('names %s, which looks right', (_, json, fault) => {
  expect(faults(json)).toEqual([fault]);
});

test.each([
  ['one address', '{ "block": "203.0.113.7" }', '"203.0.113.7", did you mean "203.0.113.7/32"? → a block'],
  ['further bits', '{ "block": "10.0.1.0/16" }', '"10.0.1.0/16", did you mean "10.0.0.0/16"? → a block'],
  ['no list', '{ "blocks": "10.0.0.0/16" }', '"10.0.0.0/16", did you mean ["10.0.0.0/16"]? → blocks'],
  [
    'one address of a list',
    '{ "blocks": ["203.0.113.7"] }',
    '"203.0.113.7", did you mean "203.0.113.7/32"? → a block',
  ],
  [
    'a space in an ARN',
    '{ "arn": "arn:aws:iam:: 111111111111:role/ops " }',
    '"arn:aws:iam:: 111111111111:role/ops ", did you mean "arn:aws:iam::111111111111:role/ops"? → a text',
  ],
  ['capitals', '{ "region": "EU-Central-1" }', '"EU-Central-1", did you mean "eu-central-1"? → a text'],
  ['a path without slash', '{ "path": "shop/" }', '"shop/", did you mean "/shop"? → a text'],
  ['a slip', '{ "engine": "postgre" }', '"postgre", did you mean "postgres"? → postgres, mysql'],
])('proposes what was meant by %s', (_, json, fault) => {
  expect(faults(json)).toEqual([fault]);
});

test('proposes nothing that would be refused as well', () => {
  expect(faults('{ "block": "8.8.8.8" }')).toEqual(['"8.8.8.8" → a block']);
  expect(faults('{ "region": "Frankfurt" }')).toEqual(['"Frankfurt" → a text']);
});
