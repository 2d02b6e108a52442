import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../console/failure';
import type { Project } from '../../parameters/project';
import { reason } from '../../programs/caller';
import { capture } from '../../programs/capture';
import { s3Backend } from '../../stacks/state';
import { terraform } from '../../terraform/program';

/** Where states are kept, by the AWS CLI and Terraform. */
export class StateBucket {
  private readonly bucket: string;

  constructor(
    private readonly project: Project,
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    this.bucket = s3Backend(project, stack).bucket;
  }

  /** @throws Failure when AWS does not tell. */
  async exists(): Promise<boolean> {
    return this.find(['head-bucket', '--bucket', this.bucket]);
  }

  /**
   * Stores a state in the bucket, unless the bucket has a newer or an unrelated one.
   * @throws Failure with what Terraform says.
   */
  async push(file: string): Promise<void> {
    const folder = mkdtempSync(join(resolve('cdktf.out'), 'push-'));
    try {
      const backend = { terraform: { backend: { s3: s3Backend(this.project, this.stack) } } };
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(backend));
      await this.terraform(folder, 'init', '-input=false', '-no-color');
      await this.terraform(folder, 'state', 'push', resolve(file));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async find(args: readonly string[]): Promise<boolean> {
    const { code, stderr } = await capture('aws', ['s3api', ...args, '--region', this.project.region], {
      env: this.env,
    });
    if (code === 0) return true;
    if (/\(404\)|Not Found|NoSuchBucket/.test(stderr)) return false;
    throw new Failure(`The state's bucket ${this.bucket} can't be read: ${reason(stderr)}`);
  }

  private async terraform(folder: string, ...args: string[]): Promise<void> {
    const { code, stdout, stderr } = await terraform(args, folder, this.env);
    if (code !== 0) throw new Failure(`terraform ${args.slice(0, 2).join(' ')}: ${reason(stderr || stdout)}`);
  }
}
