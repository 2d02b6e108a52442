import { readFileSync } from 'node:fs';
import type { PreviewResource } from '../../cli/preview/tagged';
import { Failure } from '../../console/failure';
import type { Aws } from '../../programs/aws';

export interface StoredObject {
  readonly text: string;
  readonly changed: Date;
}

/** The calls of the AWS CLI that looking for previews takes, over things in memory. Any other call fails. */
export class MemoryAws {
  readonly objects = new Map<string, StoredObject>();
  /** By their names. */
  readonly parameters = new Map<string, string>();
  readonly tagged: PreviewResource[] = [];
  readonly calls: string[] = [];

  /** As the commands take it. */
  get aws(): Aws {
    return this as unknown as Aws;
  }

  as(): Promise<Aws> {
    return Promise.resolve(this.aws);
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args)) as T;
  }

  async run(...args: readonly string[]): Promise<string> {
    this.calls.push(args.join(' '));
    const answer = this.answer(args);
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  }

  private answer(args: readonly string[]): string | object {
    const [service, action, ...rest] = args;
    const value = (option: string) => rest[rest.indexOf(option) + 1] ?? '';
    switch (`${service} ${action}`) {
      case 's3api list-objects-v2':
        return { Contents: this.list(value('--prefix')) };
      case 's3api put-object':
        return this.put(value('--key'), readFileSync(value('--body'), 'utf8'));
      case 's3api delete-object':
        this.objects.delete(value('--key'));
        return '';
      case 's3 cp':
        return this.read(rest[0]!.replace(/^s3:\/\/[^/]+\//, ''));
      case 'ssm get-parameters-by-path':
        return { Parameters: [...this.parameters].map(([Name, Value]) => ({ Name, Value })) };
      case 'ssm delete-parameter':
        this.parameters.delete(value('--name'));
        return '';
      case 'ssm get-parameter':
        throw new Failure('aws ssm get-parameter: (ParameterNotFound)');
      case 'ssm describe-parameters':
        return this.parameters.has(value('--parameter-filters').replace('Key=Name,Values=', ''))
          ? ['there']
          : [];
      case 'iam list-roles':
        return { Roles: [] };
      case 'resourcegroupstaggingapi get-resources':
        return { ResourceTagMappingList: this.mappings(value('--tag-filters')) };
      default:
        throw new Failure(`no answer to ${args.join(' ')}`);
    }
  }

  /** As with `--if-none-match '*'`. */
  private put(key: string, text: string): string {
    if (this.objects.has(key)) throw new Failure('aws s3api put-object: (PreconditionFailed)');
    this.objects.set(key, { text, changed: new Date() });
    return '';
  }

  private list(prefix: string): object[] {
    return [...this.objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([Key, { changed }]) => ({ Key, LastModified: changed.toISOString() }));
  }

  private read(key: string): string {
    const found = this.objects.get(key);
    if (!found) throw new Failure('aws s3 cp: An error occurred (404) when calling the HeadObject operation');
    return found.text;
  }

  private mappings(filter: string): object[] {
    const wanted = filter.match(/^Key=preview(?:,Values=(.*))?$/)!;
    return this.tagged
      .filter(({ id }) => wanted[1] === undefined || id === wanted[1])
      .map(({ arn, id, expires }) => ({
        ResourceARN: arn,
        Tags: [
          { Key: 'preview', Value: id },
          ...(expires === undefined ? [] : [{ Key: 'expires', Value: expires }]),
        ],
      }));
  }
}
