import { isObject } from '../../../plan/value';
import { divergences } from './divergences';
import { all, changing, compared, type Draft, draft, resource, review, set, told } from './reviewed-case';

test('40 divergences at least, of each cause some', () => {
  expect(divergences.length).toBeGreaterThanOrEqual(40);
  expect(new Set(divergences.map(([cause]) => cause)).size).toBe(4);
  expect(all.length).toBeGreaterThanOrEqual(100);
});

test.each(divergences)('%s: $name is stopped, and told', (_, { of, first, meanwhile, says }) => {
  const reviewed = draft(of);
  first?.(reviewed);
  const applied = structuredClone(reviewed);
  expect(told(compared(review(reviewed), applied))).toEqual([]);
  meanwhile(applied);
  const lines = told(compared(review(reviewed), applied));
  expect(lines).toContainEqual(expect.stringMatching(says));
});

describe('the same goes on', () => {
  test.each(all)('%s', (_, reviewed) => {
    const seen = review(reviewed);
    expect(told(compared(seen, again(reviewed)))).toEqual([]);
    expect(review(again(reviewed))).toEqual(seen);
  });
});

/** Planned anew: at another time, in another order, beside more that does not change. */
function again(reviewed: Draft): Draft {
  const { json, written, circumstances } = structuredClone(reviewed);
  const still = {
    address: 'aws_iam_role.still',
    mode: 'managed',
    type: 'aws_iam_role',
    name: 'still',
    change: { actions: ['no-op'], before: { id: 'x' }, after: { id: 'x' } },
  };
  const read = {
    ...still,
    address: 'data.aws_iam_role.read',
    mode: 'data',
    change: { ...still.change, actions: ['read'] },
  };
  return {
    json: {
      ...json,
      ...{ timestamp: new Date().toISOString(), terraform_version: '1.99.0', applyable: true },
      resource_drift: [
        ...(json.resource_drift ?? []),
        { ...still, change: { ...still.change, actions: ['update'] } },
      ],
      resource_changes: [still, read, ...json.resource_changes.toReversed()].map(
        reordered,
      ) as typeof json.resource_changes,
    },
    written,
    circumstances: {
      ...circumstances,
      providers: Object.fromEntries(Object.entries(circumstances.providers).reverse()),
    },
  };
}

/** With the keys of every object, and of JSON in texts, the other way round. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      return JSON.stringify(reordered(JSON.parse(value)), null, 1);
    } catch {
      return value;
    }
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reordered(part)]),
  );
}

describe('less goes on', () => {
  test.each(all)('%s, and nothing of it is left to do', (_, reviewed) => {
    const applied = structuredClone(reviewed);
    for (const { change } of applied.json.resource_changes) Object.assign(change, { actions: ['no-op'] });
    const { differences, less } = compared(review(reviewed), applied);
    expect(differences).toEqual([]);
    expect(less).toEqual(
      changing(reviewed.json.resource_changes)
        .map(({ address }) => address)
        .sort(),
    );
  });

  test('an attribute that is right by now', () => {
    const reviewed = draft('retention-shortened: logs');
    set(reviewed, 'after', 'kms_key_id', 'k');
    const applied = structuredClone(reviewed);
    set(applied, 'before', 'kms_key_id', 'k');
    expect(told(compared(review(reviewed), applied))).toEqual([]);
  });

  test('but not one that no longer is to become what was reviewed', () => {
    const reviewed = draft('retention-shortened: logs');
    set(reviewed, 'after', 'kms_key_id', 'k');
    const applied = structuredClone(reviewed);
    set(applied, 'after', 'kms_key_id', undefined);
    expect(told(compared(review(reviewed), applied))).toEqual([
      'aws_cloudwatch_log_group.it kms_key_id was reviewed to become "k", and would be nothing afterwards',
    ]);
  });

  test('a secret that is set no more', () => {
    const reviewed = draft('retention-shortened: logs');
    set(reviewed, 'before', 'name_prefix', 'old secret');
    set(reviewed, 'after', 'name_prefix', 'new secret');
    set(reviewed, 'after_sensitive', 'name_prefix', true);
    const seen = review(reviewed);
    expect(JSON.stringify(seen)).not.toContain('secret"');
    const applied = structuredClone(reviewed);
    set(applied, 'before', 'name_prefix', 'new secret');
    expect(told(compared(seen, applied))).toEqual([]);
  });
});

describe('what only the apply tells', () => {
  const NAME = 'policy-widened: a new policy that allows all, with a text that is not whole before the apply';

  test('may be known by now, where the code says the same and the rules find nothing new', () => {
    const reviewed = draft('network-opened: a new rule inside');
    set(reviewed, 'after', 'security_group_id', undefined);
    set(reviewed, 'after_unknown', 'security_group_id', true);
    Object.assign(reviewed.written.resource!.aws_vpc_security_group_ingress_rule!.it!, {
      security_group_id: '${aws_security_group.group.id}',
    });
    const applied = structuredClone(reviewed);
    set(applied, 'after', 'security_group_id', 'sg-1');
    set(applied, 'after_unknown', 'security_group_id', undefined);
    expect(told(compared(review(reviewed), applied))).toEqual([]);
  });

  test('may not go away from something new', () => {
    const reviewed = draft(NAME);
    const applied = structuredClone(reviewed);
    set(applied, 'after_unknown', 'policy', undefined, 'aws_iam_role_policy.it');
    expect(told(compared(review(reviewed), applied))).toEqual([
      'aws_iam_role_policy.it policy was reviewed to be set, and would not be',
    ]);
  });
});

describe('several reviews', () => {
  const one = draft('retention-shortened: logs');
  const other = draft('retention-shortened: logs');
  set(other, 'after', 'retention_in_days', 30);
  set(other, 'after', 'skip_destroy', true);
  const both = draft('retention-shortened: logs');
  set(both, 'after', 'skip_destroy', true);

  test('have shown together what each of them has shown a part of', () => {
    expect(told(compared([review(one), review(other)], both))).toEqual([]);
  });

  test('have not shown it alone', () => {
    expect(told(compared(review(one), both))).toEqual([
      expect.stringMatching(/skip_destroy would .* true, and the review did not show that$/),
    ]);
    expect(told(compared(review(other), both))).toContainEqual(expect.stringMatching(/retention_in_days/));
  });

  test('have not shown what is in none of them', () => {
    const more = structuredClone(both);
    set(more, 'after', 'kms_key_id', 'k');
    expect(told(compared([review(one), review(other)], more))).toContainEqual(
      expect.stringMatching(/kms_key_id/),
    );
  });
});

test('a stack that no review names was to stay as it is', () => {
  const { differences } = compared({ format: 1, stacks: {} }, draft('retention-shortened: logs'));
  expect(differences.map(({ text }) => text)).toContain(
    'would be changed, and no review showed that: retention_in_days would go from 30 to 3',
  );
});

describe('a stack that could not be planned for the review', () => {
  const none = { waitsFor: 'dev', changes: [], findings: [] };

  test('is looked at for dangers alone, and that is told', () => {
    const applied = draft('retention-shortened: logs, longer');
    const { differences, note } = compared(review(applied, none), applied);
    expect(differences).toEqual([]);
    expect(note).toBe(
      'dev could not be planned for the review before dev was deployed: only dangers were looked for',
    );
  });

  test('is stopped for one', () => {
    const applied = draft('retention-shortened: logs');
    expect(told(compared(review(applied, none), applied))).toEqual([
      expect.stringMatching(
        /^aws_cloudwatch_log_group\.it .*no review showed that danger \(rule retention-shortened\)$/,
      ),
    ]);
  });
});

describe('a forecast', () => {
  const reviewed = draft('pod-privileged: another image');

  test('lets values follow from what was deployed before', () => {
    const applied = structuredClone(reviewed);
    set(applied, 'after', 'metadata.0.labels.x', 'y');
    expect(told(compared(review(reviewed, { forecast: 'dev' }), applied))).toEqual([]);
  });

  test('lets nothing be deleted that it did not show', () => {
    const applied = structuredClone(reviewed);
    applied.json.resource_changes.push(
      resource(draft('data-deleted: a security group, which holds nothing')),
    );
    expect(told(compared(review(reviewed, { forecast: 'dev' }), applied))).toEqual([
      'aws_security_group.it would be deleted, and no review showed that',
    ]);
  });
});

test('10,000 changes are compared one by one', () => {
  const big = draft('retention-shortened: logs');
  const [first] = big.json.resource_changes;
  big.json.resource_changes = Array.from({ length: 10_000 }, (_, index) => ({
    ...first!,
    address: `aws_cloudwatch_log_group.a${index}`,
    name: `a${index}`,
  }));
  expect(told(compared(review(big), big))).toEqual([]);
});
