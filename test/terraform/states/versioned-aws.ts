import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../../../console/failure';
import type { Aws } from '../../../programs/aws';

interface Version {
  readonly key: string;
  readonly id: string;
  /** Undefined: a delete marker. */
  readonly text?: string;
  readonly written: Date;
}

/** A state as Terraform stores it, with as many resources. */
export function stateText(serial: number, resources = 1, lineage = 'of-dev', ids = 'id'): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage,
    outputs: {},
    resources: Array.from({ length: resources }, (_, index) => ({
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: `queue${index}`,
      instances: [{ attributes: { id: `${ids}-${index}`, policy: 'private' } }],
    })),
  });
}

/** The calls of the AWS CLI that looking at states takes, over a versioned bucket in memory. Any other call fails. */
export class VersionedAws {
  readonly calls: string[] = [];
  /** Roles in the account. */
  readonly roles: string[] = [];
  /** What a call whose words contain that is answered with. */
  readonly refused = new Map<string, string>();
  /** Of all keys, the newest last. */
  readonly versions: Version[] = [];
  private clock = Date.parse('2026-11-29T10:00:00Z');

  /** As the commands take it. */
  get aws(): Aws {
    return this as unknown as Aws;
  }

  as(): Promise<Aws> {
    this.calls.push('sts assume-role');
    return Promise.resolve(this.aws);
  }

  /** Stores an object, or a delete marker. @returns the version's id. */
  store(key: string, text: string | undefined): string {
    const id = `${key}-${this.versions.length + 1}`;
    this.clock += 60_000;
    this.versions.push({ key, id, text, written: new Date(this.clock) });
    return id;
  }

  current(key: string): string | undefined {
    return this.of(key).at(-1)?.text;
  }

  async run(...args: readonly string[]): Promise<string> {
    const call = args.join(' ');
    this.calls.push(call);
    for (const [words, says] of this.refused) if (call.includes(words)) throw new Failure(says);
    return this.answer(args);
  }

  private answer(args: readonly string[]): string {
    const value = (option: string) => args[args.indexOf(option) + 1] ?? '';
    const key = value('--key');
    switch (`${args[0]} ${args[1]}`) {
      case 's3api list-object-versions':
        return this.list(value('--prefix'));
      case 's3api list-objects-v2':
        return JSON.stringify({
          Contents: this.keys().flatMap((Key) => (this.current(Key) === undefined ? [] : [{ Key }])),
        });
      case 's3api get-object':
        writeFileSync(args.at(-1)!, this.versions.find(({ id }) => id === value('--version-id'))!.text!);
        return '{}';
      case 's3api put-object':
        if (args.includes('--if-none-match') && this.current(key) !== undefined) {
          throw new Failure('aws s3api put-object: (PreconditionFailed)');
        }
        this.store(key, readFileSync(value('--body'), 'utf8'));
        return '{}';
      case 's3api delete-object':
        this.store(key, undefined);
        return '';
      case 'iam get-role':
        if (this.roles.includes(value('--role-name'))) return '{}';
        throw new Failure('aws iam get-role: (NoSuchEntity)');
      default:
        throw new Failure(`no answer to ${args.join(' ')}`);
    }
  }

  private list(prefix: string): string {
    const found = this.versions
      .filter(({ key }) => key.startsWith(prefix))
      .map((version) => ({
        ...version,
        entry: {
          Key: version.key,
          VersionId: version.id,
          LastModified: version.written.toISOString(),
          IsLatest: this.of(version.key).at(-1) === version,
          Size: version.text?.length,
        },
      }))
      .reverse();
    const entries = (isDeletion: boolean) =>
      found.filter(({ text }) => (text === undefined) === isDeletion).map(({ entry }) => entry);
    return found.length > 0 ? JSON.stringify({ Versions: entries(false), DeleteMarkers: entries(true) }) : '';
  }

  private keys(): string[] {
    return [...new Set(this.versions.map(({ key }) => key))];
  }

  private of(key: string): Version[] {
    return this.versions.filter((version) => version.key === key);
  }
}
