import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../helpers';
import type { Cluster } from './cluster';

/** By whom messages may be sent and read, beside services: the root of dev's account. */
const ROOT = { AWS_ACCESS_KEY_ID: 'AKIAROOT111111111111', AWS_SECRET_ACCESS_KEY: 'root' };

/** The queue of mails, with those who work it off and what they make. */
export class MailQueue {
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    env: NodeJS.ProcessEnv,
    private readonly cluster: Cluster,
  ) {
    this.env = { ...env, ...ROOT };
    delete this.env.AWS_PROFILE;
    delete this.env.AWS_SESSION_TOKEN;
  }

  /** Receipts of orders that nobody has placed, for mails to be made of. */
  writeReceipts(orders: readonly string[]): void {
    const folder = mkdtempSync(join(tmpdir(), 'receipts-'));
    for (const order of orders) writeFileSync(join(folder, `${order}.txt`), `Order ${order}`);
    this.aws('s3', 'cp', '--recursive', '--only-show-errors', folder, `s3://${this.bucket}/receipts/`);
    rmSync(folder, { recursive: true });
  }

  send(orders: readonly string[]): void {
    for (let from = 0; from < orders.length; from += 10) {
      const entries = orders.slice(from, from + 10).map((order, index) => ({
        Id: `${index}`,
        MessageBody: JSON.stringify({ order }),
      }));
      this.aws(
        'sqs',
        'send-message-batch',
        '--queue-url',
        this.url('dev-mails'),
        '--entries',
        JSON.stringify(entries),
      );
    }
  }

  /** Those that there is a mail of. */
  mailed(): string[] {
    const listed = this.aws('s3', 'ls', `s3://${this.bucket}/mails/`);
    return [...listed.matchAll(/ (\S+)\.txt$/gm)].map(([, order]) => order!);
  }

  /** The texts of the messages that were set aside. */
  dead(): string[] {
    const url = this.url('dev-mails-dead');
    const told = this.aws(
      'sqs',
      'receive-message',
      '--queue-url',
      url,
      '--visibility-timeout',
      '0',
      '--wait-time-seconds',
      '0',
    );
    const { Messages = [] } = JSON.parse(told || '{}') as { Messages?: { Body: string }[] };
    return Messages.map(({ Body }) => Body);
  }

  alarm(name: string): string {
    const { MetricAlarms }: Json = JSON.parse(
      this.aws('cloudwatch', 'describe-alarms', '--alarm-names', name),
    );
    return MetricAlarms[0].StateValue;
  }

  /** Pods that are ready, of those that are wanted. */
  workers(): { ready: number; wanted: number } {
    const { spec, status } = this.cluster.get('deployment', '-n', 'shop', 'storefront-mailer');
    return { ready: status.readyReplicas ?? 0, wanted: spec.replicas };
  }

  /** Without a word to it. */
  killOne(): string {
    const [pod] = this.cluster.get('pods', '-n', 'shop', '-l', 'app.kubernetes.io/component=mailer').items;
    this.cluster.kubectl('delete', 'pod', '-n', 'shop', pod.metadata.name, '--force', '--grace-period=0');
    return pod.metadata.name;
  }

  private get bucket(): string {
    return this.cluster.variable('storefront-web', 'ASSETS_BUCKET');
  }

  private url(name: string): string {
    return JSON.parse(this.aws('sqs', 'get-queue-url', '--queue-name', name)).QueueUrl;
  }

  private aws(...args: readonly string[]): string {
    return execFileSync('aws', [...args, '--output', 'json'], { env: this.env, encoding: 'utf8' });
  }
}
