import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { Registry } from '../../constructs/tooling/registry';
import type { Project } from '../../parameters/project';
import type { Aws } from '../../programs/aws';
import type { Destination } from '../../programs/images/image-builder';
import { type FindingSeverity, SEVERITIES } from './severity';

/** What a registry says of an image. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** In ISO 8601. */
  readonly pushed: string;
  readonly bytes?: number;
}

/** How many findings there are of each severity. Why there are none, when nobody could look. */
export interface ScanResult {
  readonly counts: Readonly<Partial<Record<FindingSeverity, number>>>;
  readonly unscanned?: string;
}

interface Manifest {
  readonly config?: { readonly digest: string };
  readonly manifests?: readonly { readonly digest: string; readonly platform?: { readonly os: string } }[];
}

interface Detail {
  readonly imageDigest: string;
  readonly imageTags?: readonly string[];
  readonly imagePushedAt: string | number;
  readonly imageSizeInBytes?: number;
}

const LOOK_MS = 5000;
const PATIENCE_MS = 10 * 60_000;
const DONE = /^(COMPLETE|ACTIVE)$/;
const PENDING = /^(IN_PROGRESS|PENDING)$/;

/** The image repository of a service, in the tooling account. */
export class ImageRepository {
  private readonly repository: string;
  private readonly which: readonly string[];

  constructor(
    private readonly aws: Aws,
    private readonly project: Project,
    /** By the name that it keeps. */
    private readonly service: string,
  ) {
    this.repository = new Registry(project).repository(service);
    this.which = ['--registry-id', project.toolingAccount, '--repository-name', this.repository];
  }

  /** By a tag. Undefined: there is none of it. @throws Failure when there is no repository. */
  async find(tag: string): Promise<StoredImage | undefined> {
    const [found] = (await this.describe('--image-ids', `imageTag=${tag}`)) ?? [];
    return found;
  }

  /** Whether it has an image. */
  async has(digest: string): Promise<boolean> {
    return ((await this.describe('--image-ids', `imageDigest=${digest}`)) ?? []).length > 0;
  }

  /** What has a tag, the newest first. */
  async all(): Promise<StoredImage[]> {
    const found = (await this.describe('--filter', 'tagStatus=TAGGED')) ?? [];
    return found.filter(({ tags }) => tags.length > 0).sort((a, b) => (a.pushed < b.pushed ? 1 : -1));
  }

  /** Digests of the configurations of an image, or of all images of an index. */
  async contents(digest: string): Promise<string[]> {
    const { config, manifests = [] } = await this.manifest(digest);
    const parts = await Promise.all(manifests.map((part) => this.contents(part.digest)));
    return [...(config ? [config.digest] : []), ...parts.flat()];
  }

  /** Where a tag or a digest is, and as whom to go there. */
  async destination(reference: string): Promise<Destination> {
    const { authorizationData } = await this.aws.json<{
      authorizationData: { authorizationToken: string; proxyEndpoint: string }[];
    }>('ecr', 'get-authorization-token', '--registry-ids', this.project.toolingAccount);
    const { authorizationToken, proxyEndpoint } = authorizationData[0]!;
    const [user = '', ...password] = Buffer.from(authorizationToken, 'base64').toString('utf8').split(':');
    const { host, protocol } = new URL(proxyEndpoint);
    return {
      name: `${host}/${this.repository}${reference.startsWith('sha256:') ? '@' : ':'}${reference}`,
      insecure: protocol === 'http:',
      user,
      password: password.join(':'),
    };
  }

  /** Waits for the scan that begins with a push. An index has none of its own: its images do. */
  async findings(digest: string, { lookMs = LOOK_MS, patienceMs = PATIENCE_MS } = {}): Promise<ScanResult> {
    const { manifests } = await this.manifest(digest);
    // What a builder tells of an image stands beside it, of no operating system.
    const images = manifests?.filter(({ platform }) => platform?.os !== 'unknown').map((one) => one.digest);
    const all = await Promise.all((images ?? [digest]).map((one) => this.scanned(one, lookMs, patienceMs)));
    const sum = (severity: FindingSeverity) =>
      all.reduce((total, { counts }) => total + (counts[severity] ?? 0), 0);
    const counts = Object.fromEntries(
      SEVERITIES.map((name) => [name, sum(name)]).filter(([, count]) => count),
    );
    const unscanned = all.find((one) => one.unscanned)?.unscanned;
    return { counts, ...(unscanned ? { unscanned } : {}) };
  }

  private async scanned(digest: string, lookMs: number, patienceMs: number): Promise<ScanResult> {
    for (const end = Date.now() + patienceMs; ; await sleep(lookMs)) {
      const found = await this.lookAtScan(digest);
      if (found) return found;
      if (Date.now() > end) return { counts: {}, unscanned: 'the scan has not ended in time' };
    }
  }

  /** Undefined: not yet. */
  private async lookAtScan(digest: string): Promise<ScanResult | undefined> {
    interface Answer {
      imageScanStatus: { status: string; description?: string };
      imageScanFindings?: { findingSeverityCounts?: Record<string, number> };
    }
    const id = ['--image-id', `imageDigest=${digest}`, '--max-items', '1'];
    let answer: Answer;
    try {
      answer = await this.aws.json<Answer>('ecr', 'describe-image-scan-findings', ...this.which, ...id);
    } catch (error) {
      if ((error as Error).message.includes('ScanNotFoundException')) return undefined;
      throw error;
    }
    const { status, description } = answer.imageScanStatus;
    if (PENDING.test(status)) return undefined;
    if (!DONE.test(status)) return { counts: {}, unscanned: description ?? status };
    const told = Object.entries(answer.imageScanFindings?.findingSeverityCounts ?? {});
    return { counts: Object.fromEntries(told.map(([name, count]) => [name.toLowerCase(), count])) };
  }

  private async manifest(digest: string): Promise<Manifest> {
    const { images } = await this.aws.json<{ images: { imageManifest: string }[] }>(
      ...['ecr', 'batch-get-image', ...this.which, '--image-ids', `imageDigest=${digest}`],
    );
    const [found] = images;
    if (!found) throw new Failure(`${this.repository}@${digest}: the registry does not have it`);
    return JSON.parse(found.imageManifest) as Manifest;
  }

  private async describe(...args: string[]): Promise<StoredImage[] | undefined> {
    try {
      const { imageDetails } = await this.aws.json<{ imageDetails: Detail[] }>(
        ...['ecr', 'describe-images', ...this.which, ...args],
      );
      return imageDetails.map(({ imageDigest, imageTags = [], imagePushedAt, imageSizeInBytes }) => ({
        digest: imageDigest,
        tags: imageTags,
        pushed: new Date(
          typeof imagePushedAt === 'number' ? imagePushedAt * 1000 : imagePushedAt,
        ).toISOString(),
        bytes: imageSizeInBytes,
      }));
    } catch (error) {
      const { message } = error as Error;
      if (message.includes('ImageNotFoundException')) return undefined;
      if (!message.includes('RepositoryNotFoundException')) throw error;
      throw new Failure(
        `There is no repository ${this.repository} in ${this.project.toolingAccount} yet. npm run bootstrap makes one for each service that services/ declares: run it once ${this.service} is among them`,
      );
    }
  }
}
