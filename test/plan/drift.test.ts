import type { ResourceChange } from '../../plan/change';
import { findDrift } from '../../plan/drift';
import type { Written } from '../../plan/plan';
import type { Marks } from '../../plan/value';

interface Side {
  readonly before: unknown;
  readonly after: unknown;
  readonly before_sensitive?: Marks;
  readonly after_sensitive?: Marks;
  readonly after_unknown?: Marks;
}

/** One resource: as the state has it, as it is, and as the code wants it. */
function resource(state: unknown, real: unknown, wanted: unknown, more: Partial<Side> = {}, name = 'one') {
  const entry = (change: Side): ResourceChange => ({
    address: `aws_thing.${name}`,
    mode: 'managed',
    type: 'aws_thing',
    name,
    change: { ...change, ...more, actions: action(change.before, change.after) },
  });
  return {
    resource_drift:
      JSON.stringify(state) === JSON.stringify(real) ? [] : [entry({ before: state, after: real })],
    resource_changes: [entry({ before: real, after: wanted })],
  };
}

function action(before: unknown, after: unknown): string[] {
  if (before === null) return after === null ? ['no-op'] : ['create'];
  if (after === null) return ['delete'];
  return JSON.stringify(before) === JSON.stringify(after) ? ['no-op'] : ['update'];
}

const found = (json: ReturnType<typeof resource>, written?: Written) =>
  findDrift({ format_version: '1.2', ...json }, written);

describe('drift is', () => {
  test('a value that somebody changed, and that a deploy would set back', () => {
    expect(found(resource({ days: 30 }, { days: 1 }, { days: 30 }))).toEqual({
      drifted: [{ address: 'aws_thing.one', gone: false, deployed: { days: 30 }, found: { days: 1 } }],
      pending: [],
    });
  });

  test('a resource that is gone, and that a deploy would make again', () => {
    const { drifted, pending } = found(resource({ days: 30 }, null, { days: 30 }));
    expect(drifted).toEqual([{ address: 'aws_thing.one', gone: true, deployed: {}, found: {} }]);
    expect(pending).toEqual([]);
  });

  test('a tag that somebody added, with no other part of the tags', () => {
    const tags = { owner: 'platform' };
    const [drifted] = found(resource({ tags }, { tags: { ...tags, mine: 'x' } }, { tags })).drifted;
    expect(drifted).toMatchObject({ deployed: { 'tags.mine': undefined }, found: { 'tags.mine': 'x' } });
    expect(Object.keys(drifted!.found)).toEqual(['tags.mine']);
  });

  test('what was changed by hand, though the code has a newer wish for the same', () => {
    const { drifted, pending } = found(resource({ days: 30 }, { days: 1 }, { days: 60 }));
    expect(drifted).toHaveLength(1);
    expect(pending).toEqual([]);
  });

  test('a value for which the code has one that only the apply tells', () => {
    const json = resource({ key: 'ours' }, { key: 'theirs' }, {}, { after_unknown: { key: true } });
    const written = { resource: { aws_thing: { one: { key: '${aws_kms_key.k.arn}' } } } };
    expect(found(json, written).drifted).toHaveLength(1);
  });
});

describe('drift is not', () => {
  test('what the code changes: it is pending', () => {
    expect(found(resource({ days: 30 }, { days: 30 }, { days: 60 }))).toEqual({
      drifted: [],
      pending: ['aws_thing.one'],
    });
  });

  test('what the code leaves to others, such as the pods that an autoscaler wants', () => {
    expect(found(resource({ replicas: 2 }, { replicas: 9 }, { replicas: 9 }))).toEqual({
      drifted: [],
      pending: [],
    });
  });

  test('a value that AWS counts up by itself and sets anew with any change', () => {
    const json = resource(
      { days: 30, etag: 'a' },
      { days: 30, etag: 'b' },
      { days: 60 },
      { after_unknown: { etag: true } },
    );
    expect(found(json)).toEqual({ drifted: [], pending: ['aws_thing.one'] });
  });

  test('what a refresh fills in after a deploy, when the code makes the resource anew', () => {
    const json = resource(
      { metadata: [{ name: 'a', uid: '', annotations: null }], spec: [{ args: null, policy: '' }] },
      { metadata: [{ name: 'a', uid: '1', annotations: {} }], spec: [{ args: [], policy: 'File' }] },
      { metadata: [{ name: 'b' }], spec: [{ args: null }] },
      { after_unknown: { metadata: [{ uid: true }], spec: [{ policy: true }] } },
    );
    const written = { resource: { aws_thing: { one: { metadata: { name: 'b' }, spec: {} } } } };
    expect(found(json, written)).toEqual({ drifted: [], pending: ['aws_thing.one'] });
  });

  test('what somebody did by hand and the code says by now as well', () => {
    expect(found(resource({ days: 30 }, { days: 60 }, { days: 60 })).drifted).toEqual([]);
  });

  test('a resource that is gone and that the code no longer has', () => {
    const { resource_drift } = resource({ days: 30 }, null, null);
    expect(findDrift({ format_version: '1.2', resource_drift, resource_changes: [] })).toEqual({
      drifted: [],
      pending: [],
    });
  });

  test('what somebody changed and the code no longer has', () => {
    expect(findDrift({ format_version: '1.2', ...resource({ a: 1 }, { a: 2 }, null) })).toEqual({
      drifted: [],
      pending: ['aws_thing.one'],
    });
  });

  test('a new resource, nor one that the code takes away', () => {
    expect(found(resource(null, null, { days: 1 }))).toEqual({ drifted: [], pending: ['aws_thing.one'] });
    expect(found(resource({ days: 1 }, { days: 1 }, null))).toEqual({
      drifted: [],
      pending: ['aws_thing.one'],
    });
  });
});

test('one resource can have both', () => {
  const json = resource({ days: 30, size: 1 }, { days: 1, size: 1 }, { days: 30, size: 2 });
  const { drifted, pending } = found(json);
  expect(drifted).toMatchObject([{ found: { days: 1 } }]);
  expect(pending).toEqual(['aws_thing.one']);
});

test('in a block of a list only what changed is told, and another one pending beside it is told apart', () => {
  const block = (labels: object, size: number) => ({ metadata: [{ labels, size }] });
  const { drifted, pending } = found(
    resource(block({ a: '1' }, 1), block({ a: '2' }, 1), block({ a: '1' }, 2)),
  );
  expect(drifted).toMatchObject([{ deployed: { 'metadata.0.labels.a': '1' } }]);
  expect(Object.keys(drifted[0]!.found)).toEqual(['metadata.0.labels.a']);
  expect(pending).toEqual(['aws_thing.one']);
});

test('a secret that was changed is drift, and is shown neither as it was nor as it is', () => {
  const json = resource(
    { password: 'old-secret' },
    { password: 'new-secret' },
    { password: 'old-secret' },
    { before_sensitive: { password: true }, after_sensitive: { password: true } },
  );
  const { drifted } = found(json);
  expect(drifted).toHaveLength(1);
  expect(JSON.stringify(drifted)).not.toContain('secret"');
  expect(JSON.stringify(drifted)).not.toMatch(/old-|new-/);
});

test('all are in the order of their addresses, whatever the order in the plan', () => {
  const parts = ['b', 'a'].map((name) => resource({ days: 1 }, { days: 2 }, { days: 1 }, {}, name));
  const json = {
    format_version: '1.2',
    resource_drift: parts.flatMap(({ resource_drift }) => resource_drift),
    resource_changes: parts.flatMap(({ resource_changes }) => resource_changes),
  };
  expect(findDrift(json).drifted.map(({ address }) => address)).toEqual(['aws_thing.a', 'aws_thing.b']);
});
