import { conditionOf, type FoundPreview } from '../../../cli/preview/found-preview';
import type { StackState } from '../../../cli/preview/states';
import { decideSweep, type SweepContext } from '../../../cli/preview/sweep-decision';
import { isOver } from '../../../cli/preview/time';

const NOW = new Date('2026-11-24T12:00:00Z');
const ago = (minutes: number) => new Date(+NOW - minutes * 60_000);
const lock = (minutes: number) => ({
  id: 'a',
  who: 'jo@desk',
  operation: 'OperationTypeApply',
  created: ago(minutes),
});
const state = (resources: number, isComplete = false, minutes = 10): StackState => ({
  state: { changed: ago(minutes), resources, isComplete },
});
const record = (expires: string) => ({
  request: 'faster search',
  owner: 'jo',
  expires,
  urls: [],
  created: ago(60).toISOString(),
});

const ready: FoundPreview = {
  id: 'pr-42',
  record: record('2026-11-25'),
  stacks: { platform: state(16), services: state(90, true) },
  tagged: [],
};
const tagged = { arn: 'arn:aws:s3:::x', id: 'pr-42' };
const decision = (preview: FoundPreview, more: Partial<SweepContext> = {}) =>
  decideSweep(preview, { now: NOW, lifetimeDays: 3, staleMinutes: 120, isGone: false, ...more });

describe('the last day', () => {
  test.each([
    ['2026-11-24T00:00:00Z', false],
    ['2026-11-24T23:59:59.999Z', false],
    ['2026-11-25T00:00:00Z', true],
    // Where it is the next day already, it is not yet in UTC.
    ['2026-11-25T00:30:00+01:00', false],
    ['2026-11-24T23:30:00-01:00', true],
  ])('of 2026-11-24 is over at %s: %p', (now, over) => {
    expect(isOver('2026-11-24', new Date(now))).toBe(over);
  });

  test('being over ends a preview, and not before', () => {
    const preview = { ...ready, record: record('2026-11-24') };
    expect(decision(preview, { now: new Date('2026-11-24T23:59:59Z') })).toEqual({
      is: 'kept',
      why: 'it lives until 2026-11-24',
    });
    expect(decision(preview, { now: new Date('2026-11-25T00:00:00Z') })).toEqual({
      is: 'over',
      why: 'its last day was 2026-11-24',
    });
  });

  test('is told by tags when there is no record', () => {
    const preview = { ...ready, record: undefined, tagged: [{ ...tagged, expires: '2026-11-23' }] };
    expect(decision(preview)).toEqual({ is: 'over', why: 'its last day was 2026-11-23' });
  });

  test('that nothing tells of is by the last change of its state', () => {
    const changed = (minutes: number): FoundPreview => ({
      id: 'pr-42',
      stacks: { platform: state(3, false, minutes) },
      tagged: [],
    });
    expect(decision(changed(3 * 24 * 60 - 1))).toMatchObject({ is: 'kept' });
    expect(decision(changed(3 * 24 * 60 + 1))).toMatchObject({
      is: 'over',
      why: expect.stringContaining('its last change was at 2026-11-21 11:59 UTC'),
    });
  });
});

describe('the branch', () => {
  test('being gone ends a preview', () => {
    expect(decision(ready, { isGone: true })).toEqual({ is: 'over', why: 'its pull request is closed' });
    const ofBranch = { ...ready, id: 'faster-1a2b3c4d' };
    expect(decision(ofBranch, { isGone: true })).toEqual({ is: 'over', why: 'its branch is gone' });
  });

  test('that nobody can tell of keeps it', () => {
    expect(decision(ready, { isGone: undefined })).toMatchObject({ is: 'kept' });
  });
});

describe('a lock', () => {
  const expired = { ...ready, record: record('2026-11-01') };
  const with_ = (preview: FoundPreview, minutes: number): FoundPreview => ({
    ...preview,
    stacks: { ...preview.stacks, services: { ...preview.stacks.services, lock: lock(minutes) } },
  });

  test('of a run that may be alive keeps a sweep away, whatever else there is', () => {
    expect(decision(with_(expired, 119), { isGone: true })).toEqual({
      is: 'in use',
      why: 'jo@desk is at work on it since 2026-11-24 10:01 UTC',
    });
  });

  test('counts as that of a dead run after a while', () => {
    expect(decision(with_(expired, 120))).toEqual({ is: 'over', why: 'its last day was 2026-11-01' });
    expect(decision(with_(expired, 1), { staleMinutes: 0 })).toMatchObject({ is: 'over' });
  });

  test('of a dead run that made a preview ends it; of one that changed a whole one does not', () => {
    const half = { ...ready, stacks: { platform: state(5) } };
    expect(decision(with_(half, 180))).toEqual({
      is: 'over',
      why: 'the run of jo@desk that began at 2026-11-24 09:00 UTC was broken off',
    });
    expect(decision(with_(ready, 180))).toMatchObject({ is: 'kept' });
  });

  test('alone tells of a run that was killed before it stored a state', () => {
    expect(decision({ id: 'pr-42', stacks: { platform: { lock: lock(121) } }, tagged: [] })).toMatchObject({
      is: 'over',
    });
  });
});

test('a deploy that failed leaves its preview for whoever looks for the fault', () => {
  const half: FoundPreview = { ...ready, stacks: { platform: state(16), services: state(40) } };
  expect(decision(half)).toEqual({ is: 'kept', why: 'it lives until 2026-11-25' });
});

test('what was destroyed by hand is ended, as its database is still there', () => {
  const destroyed: FoundPreview = {
    id: 'pr-42',
    stacks: { platform: state(0), services: state(0) },
    tagged: [],
  };
  expect(decision(destroyed)).toMatchObject({ is: 'over' });
});

test.each<[string, Partial<FoundPreview>]>([
  ['ready', {}],
  ['half-made', { stacks: { platform: state(16), services: state(40) } }],
  ['half-made', { stacks: { platform: state(16) } }],
  ['half-made', { stacks: {} }],
  ['half-made', { stacks: {}, record: undefined, tagged: [tagged] }],
  ['half-destroyed', { stacks: { platform: state(16), services: state(0) } }],
  [
    'half-destroyed',
    { stacks: { platform: state(0), services: state(0) }, record: undefined, tagged: [tagged] },
  ],
  ['destroyed', { stacks: { platform: state(0), services: state(0) }, record: undefined }],
  ['destroyed', { stacks: { platform: state(0) }, record: undefined }],
])('is %s: %j', (condition, more) => {
  expect(conditionOf({ ...ready, ...more })).toBe(condition);
});
