import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { approvalsSchema } from '../../cli/plan/schema';
import { readApprovals } from '../../plan/approval-file';
import { guardChanged } from '../../plan/guard';
import { LONGEST } from '../../plan/report/report';
import { rules } from '../../plan/rules';

const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
const guide = read('docs/plans.md');

test.each([...rules, guardChanged].map((rule) => [rule.id, rule] as const))(
  'the docs say what %s finds',
  (id, { finds }) => {
    expect(guide).toContain(`| \`${id}\` | ${finds} |`);
  },
);

test('each report that the docs show is there, short, and says at once what is up', () => {
  const files = [...guide.matchAll(/\]\((plans\/[\w-]+\.md)\)/g)].map(([, file]) => file!);
  expect(files).toHaveLength(6);
  for (const file of files) {
    const text = read(`docs/${file}`);
    expect(text).toMatch(/^## (No changes|Changes, |Needs an approval: )/);
    expect(text.length).toBeLessThan(LONGEST);
    // What is not folded is read in less than a minute.
    expect(text.split('<details>')[0]!.split(/\s+/).length).toBeLessThan(300);
  }
});

test('the approval that the docs show is one, but for its day', () => {
  const [, json] = read('approvals/README.md').match(/```json\n([\s\S]*?)```/)!;
  const { expires } = JSON.parse(json!);
  expect(
    readApprovals(
      [{ file: 'a.json', text: json! }],
      expires,
      rules.map(({ id }) => id),
    ).faults,
  ).toEqual([]);
});

test('the schema for editors is that of the code', () => {
  // npm run generate
  expect(read('approvals/schema.json')).toBe(approvalsSchema());
});
