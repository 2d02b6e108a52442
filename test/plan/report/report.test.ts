import fc from 'fast-check';
import { Plan } from '../../../plan/plan';
import { LONGEST, report } from '../../../plan/report/report';
import { judge } from '../../../plan/verdict';
import { corpus } from '../corpus';
import { entry, plan, planJson } from '../made';

const TODAY = '2026-11-24';
const circumstances = { now: { approvals: [], faults: [] }, old: [], isDiff: true, stacks: ['dev'] };
const text = (one: Plan) => report(judge([{ stack: one.stack, plan: one }], circumstances), TODAY);

test('no change is a line', () => {
  expect(text(plan())).toMatch(/^## No changes\n/);
});

test('a version in words, and how many pods roll', () => {
  const pods = (version: string) => ({
    metadata: [{ name: 'storefront-web', namespace: 'shop' }],
    spec: [
      {
        replicas: '2',
        template: [
          {
            metadata: [{ labels: { version } }],
            spec: [{ container: [{ name: 'web', image: `web:${version}` }] }],
          },
        ],
      },
    ],
  });
  const changed = plan(entry('kubernetes_deployment_v1.web', pods('1.5.0'), pods('1.5.1')));
  expect(text(changed)).toContain('shop/storefront-web 1.5.0 → 1.5.1, rolls 2 pods');
});

test('a part of a policy is shown, not two walls of text', () => {
  const document = (action: string) =>
    JSON.stringify({
      Statement: [
        { Sid: 'One', Action: action, Resource: 'arn:x' },
        { Sid: 'Two', Action: 'b:c', Resource: 'arn:y' },
      ],
    });
  const changed = plan(entry('aws_iam_policy.p', { policy: document('a:b') }, { policy: document('a:c') }));
  expect(text(changed)).toContain('- policy.Statement.One.Action: a:b\n+ policy.Statement.One.Action: a:c\n');
  expect(text(changed)).not.toContain('arn:y');
});

test('what is dangerous comes with the file that would approve it', () => {
  const deleted = text(plan(entry('aws_s3_bucket.data', { bucket: 'x' }, null)));
  expect(deleted).toMatch(/^## Needs an approval: 1\n/);
  expect(deleted).toContain('`approvals/dev-data-data-deleted.json`');
  expect(deleted).toContain('"resource": "dev:aws_s3_bucket.data"');
  expect(deleted).toContain('"expires": "2026-12-01"');
});

describe('of hundreds of findings', () => {
  const policy = (index: number) =>
    entry(`aws_iam_policy.p${index}`, null, {
      name: `policy-${index}`,
      policy: JSON.stringify({
        Statement: [{ Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::${'x'.repeat(150)}${index}/*` }],
      }),
    });
  const logs = (index: number) => entry(`aws_cloudwatch_log_group.l${index}`, { name: `l${index}` }, null);
  const numbers = (length: number) => Array.from({ length }, (_, index) => index);
  const changes = [
    ...numbers(500).map(policy),
    ...numbers(199).map(logs),
    entry('aws_db_instance.z-orders', { identifier: 'orders', engine: 'postgres' }, null),
  ];
  const long = text(plan(...changes));

  test('the worst is the first that one reads', () => {
    const [, first, second] = long.split('\n\n');
    expect(long).toMatch(/^## Needs an approval: \d{3}\n/);
    expect(first).toMatch(/^\*\*First of all:\*\* `dev` `aws_db_instance\.z-orders` is deleted/);
    expect(second).toMatch(/^\| stack /);
    expect(long.indexOf('aws_db_instance.z-orders')).toBeLessThan(
      long.indexOf('aws_cloudwatch_log_group.l0'),
    );
  });

  test('the approval is readable: how many of each rule, and the command that writes them', () => {
    expect(long.length).toBeLessThanOrEqual(LONGEST);
    const [, approval] = long.match(/\n### Approval\n([\s\S]*?)\n(?:###|<details>)/)!;
    expect(approval).toContain('npm run plan -- dev --approve approvals/dev-z-orders-data-deleted.json');
    expect(approval).toMatch(/\| `data-deleted` \| 200 \|/);
    expect(approval!.length).toBeLessThan(1500);
    expect(long).toMatch(/\*\d+ more findings left out/);
  });

  test('of many of which the same was found, some are named, and the approval names all', () => {
    const many = text(plan(...numbers(100).map(logs)));
    expect(many).toContain('`aws_cloudwatch_log_group.l26`, and 80 more.');
    expect(many).toContain('"dev:aws_cloudwatch_log_group.l99"');
    expect(many).not.toContain('First of all');
  });
});

test('what is the same for Terraform is no line of a difference, and there are no two empty lines', () => {
  const before = { tags: {}, note: '', list: null, blocks: [], json: '{"a": 1}', size: 1 };
  const after = { tags: null, note: null, list: [], blocks: {}, json: '{"a":1}', size: 2 };
  const one = text(
    plan(entry('aws_eip.a', before, after), entry('aws_eip.b', after, { ...after, note: '' })),
  );
  expect(one).toContain('```diff\n- size: 1\n+ size: 2\n```');
  expect(one).toContain('`aws_eip.b` changes, in nothing but blanks, order, or what is empty\n');
  expect(one).not.toMatch(/\n\n\n/);
});

const address = fc.stringMatching(
  /^(aws_s3_bucket|aws_db_instance|aws_iam_policy|kubernetes_config_map_v1)\.[a-z-]{1,12}$/,
);
const nasty = fc.oneof(
  fc.string(),
  fc.constantFrom('</details>', '```', '@everyone', '| a |', '<script>', '\n# x', '`'),
);

/** A value with secrets in some places, and Terraform's marks for just these. */
const marked = fc.letrec<{ value: { value: unknown; marks: unknown } }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ value: nasty, marks: fc.constant(false as unknown) }),
    fc.nat().map((secret) => ({ value: `SECRET-${secret}`, marks: true as unknown })),
    fc
      .nat()
      .map((secret) => ({ value: JSON.stringify({ key: `SECRET-${secret}` }), marks: true as unknown })),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => ({
      value: items.map(({ value }) => value),
      marks: items.map(({ marks }) => marks),
    })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { maxKeys: 4 }).map((parts) => ({
      value: Object.fromEntries(Object.entries(parts).map(([key, { value }]) => [key, value])),
      marks: Object.fromEntries(Object.entries(parts).map(([key, { marks }]) => [key, marks])),
    })),
  ),
})).value;
const attributes = fc.dictionary(
  fc.constantFrom('policy', 'name', 'tags', 'password', 'engine_version', 'env', 'metadata', 'spec'),
  marked,
);
const change = fc.tuple(address, attributes, attributes).map(([where, before, after]) => {
  const values = (side: typeof before) =>
    Object.fromEntries(Object.entries(side).map(([key, { value }]) => [key, value]));
  const marks = (side: typeof before) =>
    Object.fromEntries(Object.entries(side).map(([key, part]) => [key, part.marks]));
  return entry(where, values(before), values(after), {
    before_sensitive: marks(before),
    after_sensitive: marks(after),
  });
});

test('nothing sensitive is ever in a report, whatever the change', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      expect(text(new Plan('dev', planJson(...changes)))).not.toContain('SECRET');
    }),
    { numRuns: 200 },
  );
});

test('the order in which Terraform lists changes makes no difference', () => {
  const unique = fc.uniqueArray(change, { selector: ({ address }) => address, maxLength: 8 });
  fc.assert(
    fc.property(unique, (changes) => {
      expect(text(plan(...changes))).toBe(text(plan(...changes.toReversed())));
    }),
  );
});

test('values of others are no markup', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
      const lines = outsideOfCode(text(plan(...changes)));
      expect(lines.filter((line) => /(?<!\\)<(?!\/?(details|summary)>)|@\w/.test(line))).toEqual([]);
      expect(lines.filter((line) => line === '</details>').length).toBe(
        lines.filter((line) => line.startsWith('<details>')).length,
      );
    }),
  );
});

test('a report is never longer than a comment may be, and says what is left out', () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    entry(`aws_s3_bucket.b${index}`, { tags: { a: 'x'.repeat(100) } }, { tags: { a: 'y'.repeat(100) } }),
  );
  const long = text(plan(...many));
  expect(long.length).toBeLessThanOrEqual(LONGEST);
  expect(long).toMatch(/\d+ more changes left out/);
  const deleted = text(plan(...many.map(({ address }) => entry(address, { tags: {} }, null))));
  expect(deleted.length).toBeLessThanOrEqual(LONGEST);
  expect(deleted).toMatch(/^## Needs an approval: 3000\n/);
});

test('all plans of the corpus have a report that fits, and names each stack and finding', () => {
  for (const [rule, plans] of corpus()) {
    for (const { plan: json, written, catches } of plans) {
      const one = text(new Plan('dev', json, written));
      expect(one.length).toBeLessThanOrEqual(LONGEST);
      expect(one.includes(`Rule \`${rule}\``)).toBe(catches);
    }
  }
});

/** The lines of Markdown that are neither a block of code nor a code span. */
function outsideOfCode(markdown: string): string[] {
  let fence: string | undefined;
  return markdown.split('\n').flatMap((line) => {
    const mark = line.match(/^`{3,}/)?.[0];
    if (fence) {
      if (mark === fence && line === fence) fence = undefined;
      return [];
    }
    if (mark) {
      fence = mark;
      return [];
    }
    return [line.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '')];
  });
}
