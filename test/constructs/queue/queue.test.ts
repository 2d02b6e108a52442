import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { Queue, type QueueProps } from '../../../constructs/queue/queue';
import { all, naming, type Synthesized, synth } from '../../helpers';
import { neighbours } from '../neighbours';

interface Built {
  readonly synthesized: Synthesized;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function build(props: Partial<QueueProps> = {}): Built {
  let alarms!: Built['alarms'];
  const synthesized = synth((stack) => {
    const { alerts, ...rest } = neighbours(stack);
    alarms = rest.alarms;
    new Queue(stack, 'jobs', {
      naming,
      name: 'jobs',
      keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/data',
      alerts,
      jobSeconds: 120,
      receives: 3,
      fifo: false,
      parameters: { retentionDays: 2, alarmAgeMinutes: 10, alarmMessages: 500 },
      ...props,
    });
  });
  return { synthesized, alarms };
}

function queues(props?: Partial<QueueProps>) {
  const made = all(build(props).synthesized, 'aws_sqs_queue');
  const isDead = ({ name }: { name: string }) => name.includes('-dead');
  return { queue: made.find((each) => !isDead(each as never))!, dead: made.find(isDead as never)! };
}

test('a message that is not done comes again after the longest that a job takes, and is poison after so many', () => {
  const { queue } = queues();
  expect(queue).toMatchObject({ name: 'test-jobs', visibility_timeout_seconds: 120 });
  expect(JSON.parse(queue.redrive_policy)).toEqual({
    deadLetterTargetArn: '${aws_sqs_queue.jobs_dead-letters.arn}',
    maxReceiveCount: 3,
  });
});

test('messages are kept as long as the parameter says, and those that are poison as long as SQS allows', () => {
  const { queue, dead } = queues();
  expect(queue.message_retention_seconds).toBe(2 * 86_400);
  expect(dead.message_retention_seconds).toBe(14 * 86_400);
});

test('the dead-letter queue takes the messages of its own queue alone', () => {
  expect(JSON.parse(queues().dead.redrive_allow_policy)).toEqual({
    redrivePermission: 'byQueue',
    sourceQueueArns: [`arn:aws:sqs:eu-central-1:${naming.account}:test-jobs`],
  });
});

test('both are encrypted by the key that is given, and refuse whoever comes without TLS', () => {
  for (const made of Object.values(queues())) {
    expect(made.kms_master_key_id).toBe('arn:aws:kms:eu-central-1:111111111111:key/data');
    expect(JSON.parse(made.policy).Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: `arn:aws:sqs:eu-central-1:${naming.account}:${made.name}`,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  }
});

test('in order: both queues are FIFO by name and setting, as one kind takes no messages of the other', () => {
  const { queue, dead } = queues({ fifo: true });
  expect(queue).toMatchObject({
    name: 'test-jobs.fifo',
    fifo_queue: true,
    content_based_deduplication: true,
  });
  expect(dead).toMatchObject({ name: 'test-jobs-dead.fifo', fifo_queue: true });
  expect(JSON.parse(dead.redrive_allow_policy).sourceQueueArns[0]).toMatch(/:test-jobs\.fifo$/);
});

test('alarms tell of messages that wait for long, of many, and of each that is poison', () => {
  const { alarms } = build();
  expect(
    Object.entries(alarms).map(([id, { metric, dimensions, threshold, severity }]) => [
      id,
      metric,
      dimensions.QueueName,
      threshold,
      severity,
    ]),
  ).toEqual([
    ['age', 'ApproximateAgeOfOldestMessage', 'test-jobs', { above: 600 }, 'critical'],
    ['depth', 'ApproximateNumberOfMessagesVisible', 'test-jobs', { above: 500 }, 'warning'],
    ['dead', 'ApproximateNumberOfMessagesVisible', 'test-jobs-dead', { above: 0 }, 'warning'],
  ]);
});
