import type { BuiltImage } from '../../../cli/image/build';
import { push } from '../../../cli/image/push';
import { atLeast, listed, listReport, pushReport, told } from '../../../cli/image/report';
import { ImageRepository } from '../../../cli/image/repository';
import { Aws } from '../../../programs/aws';
import type { Builder, Destination } from '../../../programs/images/image-builder';
import { environments, project } from '../../fixture/fixture';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const image: BuiltImage = {
  service: 'report',
  name: '999999999999.dkr.ecr.eu-central-1.amazonaws.com/acme/report:main-4b825dc',
  tag: 'main-4b825dc',
  folder: '/app',
  commit: '4b825dc',
  date: 0,
  platforms: ['linux/amd64'],
  notes: [],
};

type Answers = Readonly<Record<string, unknown>>;

/** What the AWS CLI answers, by the operation: in turn, where it is a list of several. */
class AnsweringAws extends Aws {
  readonly asked: string[] = [];

  constructor(private readonly answers: Answers) {
    super('eu-central-1');
  }

  override async run(...args: readonly string[]): Promise<string> {
    this.asked.push(args.join(' '));
    const answer = this.answers[args[1]!];
    const one = Array.isArray(answer) && answer.length > 1 ? answer.shift() : [answer].flat()[0];
    if (one instanceof Error) throw one;
    return JSON.stringify(one);
  }
}

const missing = new Error('An error occurred (ImageNotFoundException) when calling DescribeImages');
const detail = (digest: string) => ({
  imageDetails: [{ imageDigest: digest, imageTags: ['main-4b825dc'], imagePushedAt: '2026-11-30T10:00:00Z' }],
});
const manifest = (content: object) => ({ images: [{ imageManifest: JSON.stringify(content) }] });
const login = (proxyEndpoint: string) => ({
  authorizationData: [{ authorizationToken: Buffer.from('AWS:pass:word').toString('base64'), proxyEndpoint }],
});
const scanned = (findingSeverityCounts: object) => ({
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: { findingSeverityCounts },
});
const SIMPLE = { config: { digest: digestOf('c') } };

function builder(pushed: Destination[], id = digestOf('c')): Builder {
  return {
    id: async () => id,
    push: async (_: string, destination: Destination) => {
      pushed.push(destination);
      return digestOf('d');
    },
  } as unknown as Builder;
}

const run = (answers: Answers, made: Builder) =>
  push(image, made, new ImageRepository(new AnsweringAws(answers), project, 'report'), { lookMs: 1 });

test('an image goes where the registry says, and its scan is waited for', async () => {
  const pushed: Destination[] = [];
  const found = await run(
    {
      'describe-images': missing,
      'get-authorization-token': login('https://999999999999.dkr.ecr.eu-central-1.amazonaws.com'),
      'batch-get-image': manifest(SIMPLE),
      'describe-image-scan-findings': [
        new Error('(ScanNotFoundException)'),
        { imageScanStatus: { status: 'IN_PROGRESS' } },
        scanned({ HIGH: 2, LOW: 1 }),
      ],
    },
    builder(pushed),
  );
  expect(pushed).toEqual([
    {
      name: '999999999999.dkr.ecr.eu-central-1.amazonaws.com/acme/report:main-4b825dc',
      insecure: false,
      user: 'AWS',
      password: 'pass:word',
    },
  ]);
  expect(found).toEqual({
    version: `main-4b825dc@${digestOf('d')}`,
    digest: digestOf('d'),
    there: false,
    scan: { counts: { high: 2, low: 1 } },
  });
  expect(pushReport(image, found, 'dev')).toBe(
    `report: pushed: main-4b825dc@${digestOf('d')}\nFindings: 2 high, 1 low\nTo run it: npm run promote -- report main-4b825dc@${digestOf('d')} dev`,
  );
});

test('the same content once more is told, and not pushed', async () => {
  const pushed: Destination[] = [];
  const answers = {
    'describe-images': detail(digestOf('e')),
    'batch-get-image': manifest(SIMPLE),
    'describe-image-scan-findings': scanned({}),
  };
  expect(await run(answers, builder(pushed))).toMatchObject({ there: true, digest: digestOf('e') });
  expect(pushed).toEqual([]);
});

test('fails on a tag that exists with another content, and pushes nothing', async () => {
  const pushed: Destination[] = [];
  const answers = { 'describe-images': detail(digestOf('e')), 'batch-get-image': manifest(SIMPLE) };
  await expect(run(answers, builder(pushed, digestOf('f')))).rejects.toThrow(
    `report:main-4b825dc exists with another content since 2026-11-30T10:00:00.000Z: got ${digestOf('f')}, and the registry has main-4b825dc@${digestOf('e')}, which stays`,
  );
  expect(pushed).toEqual([]);
});

test('fails where there is no repository yet', async () => {
  const answers = { 'describe-images': new Error('(RepositoryNotFoundException)') };
  await expect(run(answers, builder([]))).rejects.toThrow(
    'There is no repository acme/report in 999999999999 yet. npm run bootstrap makes one',
  );
});

test('the findings of an index are those of its images, and not of what stands beside them', async () => {
  const part = (letter: string, os: string) => ({ digest: digestOf(letter), platform: { os } });
  const aws = new AnsweringAws({
    'batch-get-image': manifest({
      manifests: [part('1', 'linux'), part('2', 'linux'), part('3', 'unknown')],
    }),
    'describe-image-scan-findings': [scanned({ CRITICAL: 1 }), scanned({ CRITICAL: 2, MEDIUM: 1 })],
  });
  const scan = await new ImageRepository(aws, project, 'report').findings(digestOf('d'), { lookMs: 1 });
  expect(scan).toEqual({ counts: { critical: 3, medium: 1 } });
  expect(aws.asked.join('\n')).not.toContain(digestOf('3'));
  expect([atLeast(scan, 'critical'), atLeast(scan, 'high'), atLeast(scan, 'medium')]).toEqual([3, 3, 4]);
});

test('what nobody could scan is told, and so is no finding', async () => {
  const failed = { imageScanStatus: { status: 'FAILED', description: 'UnsupportedImageError' } };
  const aws = new AnsweringAws({
    'batch-get-image': manifest(SIMPLE),
    'describe-image-scan-findings': failed,
  });
  const scan = await new ImageRepository(aws, project, 'report').findings(digestOf('d'), { lookMs: 1 });
  expect(told(scan)).toBe('not scanned (UnsupportedImageError)');
  expect(told({ counts: {} })).toBe('none');
});

test('the list says where an image runs', () => {
  const stored = (digest: string, ...tags: string[]) => ({
    digest,
    tags,
    pushed: '2026-11-30T10:00:00.000Z',
    bytes: 1_500_000,
  });
  const found = listed(
    'report',
    [stored(digestOf('a'), '2.1.0'), stored(digestOf('b'), 'main-4b825dc')],
    environments,
  );
  expect(listReport('report', found)).toBe(
    [
      `2.1.0@${digestOf('a')}`,
      '  pushed 2026-11-30 10:00, 1.5 MB, runs in dev, qa',
      `main-4b825dc@${digestOf('b')}`,
      '  pushed 2026-11-30 10:00, 1.5 MB',
    ].join('\n'),
  );
  expect(listReport('report', [])).toBe('report has no image yet: npm run image -- push report');
});
