import { tmpdir } from 'node:os';
import fc from 'fast-check';
import type { SweepCommand } from '../../../cli/preview/arguments';
import type { Branches } from '../../../cli/preview/branches';
import { lockKey, stateKey } from '../../../cli/preview/key';
import type { PreviewHost } from '../../../cli/preview/preview-host';
import { Sweep } from '../../../cli/preview/sweep';
import { Failure } from '../../../console/failure';
import { namingOf } from '../../../constructs/core/naming';
import { previewFolder } from '../../../constructs/preview/preview-record';
import { previewId } from '../../../declarations/preview-id';
import { declared, project } from '../../fixture/fixture';
import { MemoryAws } from '../memory-aws';

const naming = namingOf(project, { name: 'dev', parameters: { account: '1' } });
const SWEEP: SweepCommand = { command: 'sweep', dryRun: false, staleMinutes: 0 };
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const STATE = { version: 4, serial: 1, lineage: 'a' };
const EMPTY = JSON.stringify({ ...STATE, resources: [], outputs: {} });
const LOCK = JSON.stringify({ ID: 'x', Who: 'jo@desk', Created: LONG_AGO.toISOString() });

interface Swept {
  readonly lines: readonly string[];
  readonly ok: boolean;
  /** What was deleted of the cluster. */
  readonly deleted: readonly string[];
}

/** A sweep of what is in memory, of a host without clean-up jobs, whose branches are all gone. */
async function swept(aws: MemoryAws, command = SWEEP, gone = true): Promise<Swept> {
  const deleted: string[] = [];
  const kubectl = {
    with: () => kubectl,
    json: async (verb: string) => {
      if (verb === 'get') return { items: [] };
      if (verb === 'auth') return { status: { userInfo: { username: 'jo' } } };
      throw new Failure('NotFound');
    },
    run: async (...args: string[]) => deleted.push(args.join(' ')),
  };
  const previewHost = {
    project,
    naming,
    folder: tmpdir(),
    domain: 'dev.acme.example',
    declared,
    settings: { document: { value: { lifetimeDays: 3 } } },
    tooling: aws.aws,
    previewer: () => Promise.resolve(aws.aws),
    cluster: () => Promise.resolve(kubectl),
  } as unknown as PreviewHost;
  const branches = { isGone: async () => gone } as unknown as Branches;
  const lines: string[] = [];
  const ok = await new Sweep(previewHost, branches, command, () => {}).run((line) => lines.push(line));
  return { lines, ok, deleted };
}

const junk = fc.oneof(
  fc.constantFrom(
    'dev.tfstate',
    'prod-services.tfstate',
    'bootstrap.tfstate',
    'preview.tfstate',
    'preview-.tfstate',
    'preview-prod.tfstate',
    'preview-services.tfstate',
    'preview-pr-1.tfstate.backup',
    'preview-pr-x.tfstate',
    'preview-pr-1/terraform.tfstate',
  ),
  fc.string({ maxLength: 30, unit: 'grapheme' }).map((text) => `preview-${text}`),
  fc.stringMatching(/^preview-[a-z0-9-]{1,12}(-services)?\.tfstate(\.tflock)?$/),
  fc.string({ maxLength: 30 }),
);

test('whatever is in the bucket, and whatever has tags: nothing is touched but what is a preview’s', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(junk, { maxLength: 20 }),
      fc.uniqueArray(fc.string({ maxLength: 40, unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.oneof(fc.constantFrom('prod', 'dev', '', '*', 'pr-', 'PR-1'), fc.string({ maxLength: 12 })),
        {
          maxLength: 4,
        },
      ),
      async (others, names, strangers) => {
        const aws = new MemoryAws();
        const ids = names.map(previewId);
        const own = ids.flatMap((id) => [
          stateKey(id, 'platform'),
          stateKey(id, 'services'),
          lockKey(id, 'services'),
        ]);
        for (const key of others) aws.objects.set(key, { text: 'not JSON', changed: LONG_AGO });
        for (const key of own) {
          aws.objects.set(key, { text: key.endsWith('lock') ? LOCK : EMPTY, changed: LONG_AGO });
        }
        strangers.forEach((id, index) => {
          aws.tagged.push({ arn: `arn:aws:ssm:x:1:parameter/stranger-${index}`, id, expires: '2020-01-01' });
        });
        const { ok, lines } = await swept(aws);
        expect(ok).toBe(true);
        expect(lines.length).toBe(new Set(ids).size);
        expect([...aws.objects.keys()].sort()).toEqual(others.filter((key) => !own.includes(key)).sort());
        expect(aws.calls.filter((call) => call.includes('stranger'))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

const one = (text = EMPTY) => {
  const aws = new MemoryAws();
  aws.objects.set('preview-pr-1.tfstate', { text, changed: LONG_AGO });
  return aws;
};

test('a dry run says what would be done, and does nothing of it', async () => {
  const aws = one();
  const { lines } = await swept(aws, { ...SWEEP, dryRun: true });
  expect(lines).toEqual([expect.stringContaining('`pr-1` would be taken down: nothing says how long')]);
  expect([...aws.objects.keys()]).toEqual(['preview-pr-1.tfstate']);
  expect(aws.calls.filter((call) => /delete/.test(call))).toEqual([]);
});

test('one that can’t be read or ended does not keep the others, and is told of', async () => {
  const aws = one();
  // No command is known for it.
  aws.tagged.push({ arn: 'arn:aws:swf:eu-central-1:1:x', id: 'pr-0', expires: '2020-01-01' });
  const { lines, ok } = await swept(aws);
  expect(ok).toBe(false);
  expect(lines[0]).toContain(
    '`pr-0` **failed**: to be taken down because its last day was 2020-01-01: Of pr-0 this is left',
  );
  expect(lines[0]).toContain('arn:aws:swf:eu-central-1:1:x: no command is known that removes it');
  expect(lines[1]).toContain('`pr-1` taken down');
  expect(aws.objects.size).toBe(0);
});

test('what only its tags tell of is removed: a run was killed before it stored a state', async () => {
  const aws = new MemoryAws();
  const arn = 'arn:aws:ssm:eu-central-1:1:parameter/acme/preview-pr-1/contract';
  aws.parameters.set('/acme/preview-pr-1/contract', 'x');
  aws.tagged.push({ arn, id: 'pr-1', expires: '2020-01-01' });
  // As the tagging API goes on telling of it for a while, it is removed once.
  const { lines, ok } = await swept(aws);
  expect(ok).toBe(true);
  expect(lines).toEqual([expect.stringContaining(`A run that was killed had left ${arn}`)]);
  expect(aws.calls.filter((call) => call.startsWith('ssm delete-parameter'))).toHaveLength(1);
  expect(aws.parameters.size).toBe(0);
});

test('whoever is at work is left alone until the next sweep', async () => {
  const aws = one();
  const text = JSON.stringify({ ID: 'x', Who: 'jo@desk', Created: new Date().toISOString() });
  aws.objects.set('preview-pr-1.tfstate.tflock', { text, changed: new Date() });
  const { lines, ok } = await swept(aws, { ...SWEEP, staleMinutes: 120 });
  expect(ok).toBe(true);
  expect(lines).toEqual([
    expect.stringMatching(/^- `pr-1` left for the next sweep: jo@desk is at work on it since /),
  ]);
  expect(aws.objects.size).toBe(2);
});

test('whoever comes between is not cut off: what they do is looked at once more, and kept out then', async () => {
  const aws = one();
  const { run } = aws;
  const newLock = () =>
    aws.objects.set('preview-pr-1.tfstate.tflock', {
      text: JSON.stringify({ ID: 'y', Who: 'ada@desk', Created: new Date().toISOString() }),
      changed: new Date(),
    });
  // Between the first look and the second.
  aws.run = (...args) => {
    if (args.includes('get-parameters-by-path')) newLock();
    return run.call(aws, ...args);
  };
  const later = await swept(aws, { ...SWEEP, staleMinutes: 120 });
  expect(later.lines).toEqual([
    expect.stringContaining('left for the next sweep: ada@desk is at work on it'),
  ]);
  // After the second.
  aws.objects.delete('preview-pr-1.tfstate.tflock');
  aws.run = (...args) => {
    if (args.includes('put-object')) newLock();
    return run.call(aws, ...args);
  };
  const refused = await swept(aws);
  expect(refused.ok).toBe(false);
  expect(refused.lines[0]).toContain('Another run is changing pr-1 now');
  expect(aws.objects.size).toBe(2);
});

test('a live preview stays, and loses the lock of a dead run, which would keep everybody from it', async () => {
  const aws = new MemoryAws();
  const managed = { mode: 'managed', type: 'aws_eip', name: 'a', instances: [{}] };
  const state = { ...STATE, resources: [managed], outputs: { urls: { value: [] } } };
  for (const key of ['preview-pr-1.tfstate', 'preview-pr-1-services.tfstate']) {
    aws.objects.set(key, { text: JSON.stringify(state), changed: new Date() });
  }
  aws.objects.set('preview-pr-1-services.tfstate.tflock', { text: LOCK, changed: LONG_AGO });
  const record = {
    request: 'pr-1',
    owner: 'jo',
    expires: '2999-01-01',
    urls: [],
    created: new Date().toISOString(),
  };
  aws.parameters.set(`${previewFolder(naming)}/pr-1`, JSON.stringify(record));
  const { lines } = await swept(aws, SWEEP, false);
  expect(lines).toEqual(['- `pr-1` kept: it lives until 2999-01-01. Released the lock of jo@desk']);
  expect([...aws.objects.keys()].sort()).toEqual(['preview-pr-1-services.tfstate', 'preview-pr-1.tfstate']);
});

test('a state that nobody can read is left as it is, and told of', async () => {
  const aws = one('{"resources": ');
  const { lines, ok } = await swept(aws);
  expect(ok).toBe(false);
  expect(lines[0]).toContain(
    'preview-pr-1.tfstate is no state that can be read. The versions to put back: npm run state -- list preview-pr-1',
  );
  expect(aws.objects.size).toBe(1);
});

test('a lock that nobody can read is as old as its object', async () => {
  const aws = one();
  aws.objects.set('preview-pr-1.tfstate.tflock', { text: '', changed: new Date() });
  const { lines } = await swept(aws, { ...SWEEP, staleMinutes: 120 });
  expect(lines[0]).toContain('left for the next sweep: somebody is at work on it');
  aws.objects.set('preview-pr-1.tfstate.tflock', { text: '', changed: LONG_AGO });
  expect((await swept(aws)).lines[0]).toContain('`pr-1` taken down');
});

test('a record that nobody can read does not hide its preview, nor keep the others', async () => {
  const aws = one();
  aws.parameters.set(`${previewFolder(naming)}/pr-1`, '{');
  aws.parameters.set(`${previewFolder(naming)}/prod`, '{}');
  const { lines } = await swept(aws);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('`pr-1` taken down');
});
