import type { Aws } from '../../programs/aws';
import { readContent } from '../../terraform/states/state-content';
import { StateStore } from '../../terraform/states/state-store';

const STATE = /^([^/]+)\.tfstate$/;

/** Whose states the bucket holds. */
export class StateBucketKeys {
  constructor(
    private readonly aws: Aws,
    private readonly bucket: string,
  ) {}

  /** @throws Failure with what the AWS CLI has to say. */
  async stacks(): Promise<string[]> {
    const text = await this.aws.run('s3api', 'list-objects-v2', '--bucket', this.bucket);
    // Of an empty list it prints nothing.
    const { Contents = [] } = (text.trim() ? JSON.parse(text) : {}) as { Contents?: { Key: string }[] };
    return Contents.flatMap(({ Key }) => Key.match(STATE)?.[1] ?? []).sort();
  }

  /** The stack whose current state has that lineage, one apart. A state that may not be read is nobody's. */
  async ownerOf(lineage: string, apart: string): Promise<string | undefined> {
    for (const stack of await this.stacks()) {
      if (stack !== apart && (await this.lineageOf(stack)) === lineage) return stack;
    }
    return undefined;
  }

  private async lineageOf(stack: string): Promise<string | undefined> {
    const store = new StateStore(this.aws, { bucket: this.bucket, key: `${stack}.tfstate` });
    const [latest] = await store.versions();
    const text = latest && (await store.read(latest).catch(() => ''));
    const content = text === undefined ? undefined : readContent(text);
    return typeof content === 'object' ? content.lineage : undefined;
  }
}
