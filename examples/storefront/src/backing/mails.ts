import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { traced } from '../process/telemetry';

/** Orders whose customers are to get a mail, in a queue. Each comes once, or more often. */
export class Mails {
  private readonly sqs = new SQSClient();
  private answered = false;

  constructor(private readonly url: string) {}

  async send(order: string): Promise<void> {
    await traced('SendMessage mail', () =>
      this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify({ order }) })),
    );
  }

  /**
   * Does the work for one order, if one comes within the time that the queue lets ask. Only then its message goes: where
   * the work fails, or this process ends before, it comes again. The first time it waits for none: who has just started
   * is ready when the queue answers.
   * @returns whether there was one.
   */
  async workOff(work: (order: string) => Promise<void>, stopped: AbortSignal): Promise<boolean> {
    const receive = { QueueUrl: this.url, ...(!this.answered && { WaitTimeSeconds: 0 }) };
    const received = await this.sqs.send(new ReceiveMessageCommand(receive), { abortSignal: stopped });
    this.answered = true;
    const [message] = received.Messages ?? [];
    if (message === undefined) return false;
    await work(JSON.parse(message.Body!).order);
    await traced('DeleteMessage mail', () =>
      this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: message.ReceiptHandle! })),
    );
    return true;
  }
}
