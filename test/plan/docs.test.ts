import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { approvalsSchema } from '../../cli/plan/schema';
import { readApprovals } from '../../plan/approval-file';
import { guardChanged } from '../../plan/guard';
import { LONGEST } from '../../plan/report/report';
import { rules } from '../../plan/rules';

const textOf = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
const guide = textOf('docs/plans.md');

test.each([...rules, guardChanged].map((rule) => [rule.id, rule] as const))(
  'the docs say what %s finds',
  (id, { finds }) => {
    expect(guide).toContain(`| \`${id}\` | ${finds} |`);
  },
);

test('each report that the docs show is there, short, and says at once what is up', () => {
  const files = [...guide.matchAll(/\]\((plans\/[\w-]+\.md)\)/g)].map(([, file]) => file!);
  expect(files).toHaveLength(10);
  for (const file of files) {
    const text = textOf(`docs/${file}`);
    expect(text).toMatch(/^## (No changes|Changes, |Needs an approval: |Not what was reviewed: )/);
    expect(text.length).toBeLessThan(LONGEST);
    // What is neither folded nor to be pasted is read in less than a minute.
    const read = text.split('<details>')[0]!.replaceAll(/```json\n[\s\S]*?```/g, '');
    expect(read.split(/\s+/).length).toBeLessThan(300);
  }
});

test('the approval that the docs show is one, but for its day', () => {
  const [, json] = textOf('approvals/README.md').match(/```json\n([\s\S]*?)```/)!;
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
  expect(textOf('approvals/schema.json')).toBe(approvalsSchema());
});
