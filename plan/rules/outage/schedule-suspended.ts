import { passesMore } from '../../alarms/filter';
import type { Change } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { isSet, switchedOff } from '../../setting/order';
import { everyHours } from '../../setting/schedule';
import { type Setting, weakened } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { at, list, type Value } from '../../value';
import { cronSuspended } from './kubernetes/cron-suspended';
import { ends, outage, short, word } from './outage';

const off =
  (...offs: readonly string[]) =>
  (was: unknown, will: unknown) =>
    !offs.includes(`${was}`) && offs.includes(`${will}`);

const SCHEDULES = [
  ['aws_cloudwatch_event_rule', 'schedule_expression'],
  ['aws_scheduler_schedule', 'schedule_expression'],
  ['aws_synthetics_canary', 'schedule.0.expression'],
  ['aws_glue_trigger', 'schedule'],
  ['aws_ssm_association', 'schedule_expression'],
] as const;
/** So many times as long between two times is as good as never, for whoever waits for it. */
const SELDOMER = 6;

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudwatch_event_rule', 'aws_scheduler_schedule'],
    path: 'state',
    isWeaker: off('DISABLED'),
    says: 'is switched off: what it started, or told, happens no more',
  },
  {
    types: ['aws_cloudwatch_event_rule'],
    path: 'is_enabled',
    isWeaker: switchedOff,
    says: 'is switched off: what it started, or told, happens no more',
  },
  ...['aws_glue_trigger', 'aws_ssm_maintenance_window', 'aws_iot_topic_rule'].map((type) => ({
    types: [type],
    path: 'enabled',
    isWeaker: switchedOff,
    says: 'is switched off: what it started happens no more',
  })),
  {
    types: ['aws_lambda_event_source_mapping'],
    path: 'enabled',
    isWeaker: switchedOff,
    says: 'is switched off: nobody takes what is in its queue or stream',
  },
  {
    types: ['aws_cloudwatch_event_rule'],
    path: 'event_pattern',
    isWeaker: (was, will) => isSet(was) && !passesMore(was, will),
    says: (was, will) => `is about fewer events, or others: ${fromTo(was, will)}`,
  },
  ...SCHEDULES.map(([type, path]) => ({
    types: [type],
    path,
    isWeaker: (was: Value, will: Value) => {
      const [hours, then] = [everyHours(was), everyHours(will)];
      return hours !== undefined && then !== undefined && then >= hours * SELDOMER;
    },
    says: (was: Value, will: Value) => `happens much more seldom: ${fromTo(was, will)}`,
  })),
  {
    types: ['aws_dms_replication_task'],
    path: 'start_replication_task',
    isWeaker: switchedOff,
    says: 'is stopped: what changes is copied no more',
  },
  {
    types: ['aws_synthetics_canary'],
    path: 'start_canary',
    isWeaker: switchedOff,
    says: 'is switched off: nobody tries whether the service answers',
  },
  {
    types: ['aws_dynamodb_table'],
    path: 'stream_enabled',
    isWeaker: switchedOff,
    says: 'has no stream any more: nobody hears of changes of its items',
  },
  {
    types: ['aws_pipes_pipe'],
    path: 'desired_state',
    isWeaker: off('STOPPED'),
    says: 'is switched off: nobody takes what comes through it',
  },
  ...['aws_batch_job_queue', 'aws_batch_compute_environment', 'aws_dlm_lifecycle_policy'].map((type) => ({
    types: [type],
    path: 'state',
    isWeaker: off('DISABLED'),
    says: 'is switched off: its jobs run no more',
  })),
];

/** What starts something, what is lost with it, and what says so when it goes as well. */
const STARTERS: Readonly<Record<string, readonly [lost: string, path: string, ...whole: string[]]>> = {
  aws_cloudwatch_event_rule: [
    'what it started, or told, happens no more',
    'event_bus_name',
    'aws_cloudwatch_event_bus',
  ],
  aws_scheduler_schedule: ['what it started happens no more', 'group_name', 'aws_scheduler_schedule_group'],
  aws_lambda_event_source_mapping: [
    'nobody takes what is in its queue or stream',
    'function_name',
    'aws_lambda_function',
  ],
  aws_s3_bucket_notification: ['nobody hears of new objects', 'bucket', 'aws_s3_bucket'],
  aws_pipes_pipe: ['nobody takes what comes through it', 'id'],
  aws_glue_trigger: ['what it started happens no more', 'id'],
  aws_iot_topic_rule: ['nobody takes what is published', 'id'],
};

export const scheduleSuspended = outage(
  'schedule-suspended',
  'what happens by itself, at a time or after an event, happens no more',
  (change: Change, plan: Plan) =>
    allOf(
      weakened(change, SETTINGS, plan),
      starterGone(change, plan),
      targetGone(change, plan),
      topicGone(change, plan),
      cronSuspended(change, plan),
    ),
);

function starterGone(change: Change, plan: Plan): string | undefined {
  const starter = Object.hasOwn(STARTERS, change.type) ? STARTERS[change.type] : undefined;
  if (!starter || change.action !== 'delete') return undefined;
  const [lost, path, ...whole] = starter;
  const isKept = plan.keepsAnother(change, [
    'name',
    'group_name',
    'event_source_arn',
    'function_name',
    'bucket',
  ]);
  if (isKept || ends(plan, change.was(path), ...whole) || startsWhatGoes(change, plan)) return undefined;
  return `is deleted: ${lost}`;
}

/** What it started goes as well, and says so. */
function startsWhatGoes(change: Change, plan: Plan): boolean {
  const own =
    change.type === 'aws_scheduler_schedule'
      ? [change.was('target.0.arn')]
      : (targets(plan).get(word(change.was('name'))) ?? []);
  return own.some((arn) =>
    ends(plan, arn, 'aws_lambda_function', 'aws_sfn_state_machine', 'aws_ecs_cluster', 'aws_sqs_queue'),
  );
}

/** What rules of events start, by the name of the rule. */
const targets = oncePer((plan: Plan) => {
  const found = new Map<string, Value[]>();
  for (const { before } of plan.all('aws_cloudwatch_event_target')) {
    if (!before) continue;
    const rule = word(at(before, 'rule'));
    if (!found.has(rule)) found.set(rule, []);
    found.get(rule)!.push(at(before, 'arn'));
  }
  return found;
});

const targetsLeft = oncePer(
  (plan: Plan) =>
    new Set(
      plan
        .all('aws_cloudwatch_event_target')
        .filter(({ after }) => after)
        .map(({ after }) => word(at(after, 'rule'))),
    ),
);

function targetGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_cloudwatch_event_target' || change.action !== 'delete') return undefined;
  const rule = change.was('rule');
  if (ends(plan, rule, 'aws_cloudwatch_event_rule') || targetsLeft(plan).has(word(rule))) return undefined;
  if (ends(plan, change.was('arn'), 'aws_lambda_function', 'aws_sfn_state_machine', 'aws_sqs_queue'))
    return undefined;
  return `is deleted, the last of ${word(rule)}: ${short(change.was('arn'))} is started, or told, no more`;
}

/** A topic that goes while alarms still tell it, or alone: who hears of it is written elsewhere. */
function topicGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_sns_topic' || change.action !== 'delete' || plan.successorOf(change))
    return undefined;
  const topic = change.was('arn');
  const told = alarmsOf(plan).get(topic);
  const isWhole = topicsLeft(plan).has(topic);
  if (told === 'all go' || (told === undefined && isWhole)) return undefined;
  return 'is deleted: what is told to it reaches nobody';
}

/** Of each topic that alarms tell, whether they all go. */
const alarmsOf = oncePer((plan: Plan) => {
  const found = new Map<Value, 'all go' | 'some stay'>();
  const alarms = plan.all('aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm');
  for (const { before, after } of alarms) {
    for (const topic of list(at(before, 'alarm_actions'))) {
      if (after) found.set(topic, 'some stay');
      else if (!found.has(topic)) found.set(topic, 'all go');
    }
  }
  return found;
});

/** Topics that lose somebody who hears of them. */
const topicsLeft = oncePer(
  (plan: Plan) => new Set(plan.deletedLike('aws_sns_topic_subscription').map((one) => one.was('topic_arn'))),
);
