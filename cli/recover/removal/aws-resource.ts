import { Failure } from '../../../console/failure';
import { type Aws, ifThere, isGone } from '../../../programs/aws';
import { KINDS, type Kind } from './kinds';

/** What is stored in it goes with it, and nobody but whoever stored it has it. */
const HOLDS_DATA = /^(rds:db|elasticache:replicationgroup|s3|sqs|ec2:volume)\b/;

/** Something in AWS, by its ARN. */
export class AwsResource {
  private readonly kind?: Kind;
  private readonly match: readonly string[] = [];
  private readonly name: string;

  constructor(readonly arn: string) {
    const [, , service, , , ...rest] = arn.split(':');
    this.name = `${service}:${rest.join(':')}`;
    for (const kind of KINDS) {
      const match = this.name.match(kind[0]);
      if (!match) continue;
      this.kind = kind;
      this.match = match;
      break;
    }
  }

  get holdsData(): boolean {
    return HOLDS_DATA.test(this.name);
  }

  /** Whether a way to remove it is known. */
  get isKnown(): boolean {
    return this.kind !== undefined;
  }

  /**
   * Whether it is there. What can't be looked at counts as there: of its kind, or by the caller.
   * @throws Failure when AWS does not tell.
   */
  async isThere(aws: Aws): Promise<boolean> {
    if (!this.kind) return true;
    const text = await aws.run(...this.words(this.kind[1])).catch((error: Failure) => {
      if (isGone(error)) return '[]';
      if (/AccessDenied|UnauthorizedOperation/.test(error.message)) return '';
      throw error;
    });
    const found = text.trim() ? (JSON.parse(text) as unknown) : true;
    return !Array.isArray(found) || found.length > 0;
  }

  /**
   * Removes it with all that is in it. What is gone already counts as removed.
   * @throws Failure when AWS refuses, or nobody knows how.
   */
  async remove(aws: Aws): Promise<void> {
    const { kind, match } = this;
    if (!kind) throw new Failure('no command is known that removes it');
    const [, , how] = kind;
    await ifThere(typeof how === 'string' ? aws.run(...this.words(how)) : how(aws, match));
  }

  private words(call: string): string[] {
    const fill = (word: string) =>
      word.replace('ARN', this.arn).replace(/\$(\d)/g, (_, group) => this.match[Number(group)] ?? '');
    return call.split(' ').map(fill);
  }
}
