import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractReader } from '../../constructs/contract/contract-reader';
import { LogMetrics } from '../../constructs/services/alarms/log-metrics';
import { ServiceAlarms } from '../../constructs/services/alarms/service-alarms';
import type { Runtime } from '../../constructs/services/runtime/runtime';
import type { OwnAlarm } from '../../declarations/own-alarm';
import type { Service } from '../../declarations/service';
import { rootKey } from '../../local/emulated-aws/assume-role';
import { loadProject } from '../../parameters/project';
import { type Json, synth } from '../helpers';
import { sent } from '../log-presets/agent';
import { canRun, linesOf, presets } from '../log-presets/presets';
import { BareEmulator } from './bare-emulator';
import { WorkFolder } from './work-folder';

// Which lines set off the alarms of a service: those of the libraries themselves, by the filters and alarms that
// Terraform made. The tests go on from each other, in the order of the file.
jest.setTimeout(20 * 60_000);

const { name: platform, toolingAccount: account, region } = loadProject('platform.json');
const naming = { platform, environment: 'dev', account, region };
const GROUP = '/aws/containerinsights/dev/application';
const NAMESPACE = 'shop';
const STREAM = { logGroupName: GROUP, logStreamName: 'node' };

const alarms: Record<string, OwnAlarm> = {
  refused: {
    description: 'Payments are refused',
    log: { msg: 'payment refused', status: { atLeast: 400 }, retried: false },
    above: 2,
    minutes: 10,
  },
  waiting: {
    description: 'Orders wait',
    metric: {
      namespace: 'Shop',
      name: 'Waiting',
      dimensions: { Where: '{environment}' },
      statistic: 'Maximum',
    },
    above: 100,
    minutes: 15,
  },
};
/** One for each preset, and others: of which nothing is declared, with a form and alarms of its own, wrongly declared. */
const services: Record<string, Service> = {
  ...Object.fromEntries(
    presets.map((preset) => [preset, { description: preset, group: NAMESPACE, logs: preset }]),
  ),
  undeclared: { description: 'No form', group: NAMESPACE },
  own: {
    description: 'A form of its own',
    group: NAMESPACE,
    logs: { level: 'log.severity', error: ['ERR', 'CRIT*'], message: 'text' },
    alarms,
  },
  mistaken: { description: 'Says python and writes with pino', group: NAMESPACE, logs: 'python' },
};
/** More than the alarm lets pass. */
const ERRORS = 11;
const INFOS = 30;

let emulator: BareEmulator;
let work: WorkFolder;
/** By preset. */
let lines: Record<string, string[]>;
let runnable: string[];

beforeAll(async () => {
  const runs = await Promise.all(presets.map(canRun));
  runnable = presets.filter((_, index) => runs[index]);
  const running = Promise.all(
    runnable.map(
      async (preset) => [preset, await linesOf(preset as (typeof presets)[0], ERRORS, INFOS)] as const,
    ),
  );
  emulator = await BareEmulator.start('e2e-logs', 8500);
  work = new WorkFolder(emulator);
  await ask('logs', 'CreateLogGroup', { logGroupName: GROUP });
  await ask('logs', 'CreateLogStream', STREAM);
  writeStack();
  await work.succeed('terraform', 'init', '-input=false');
  await work.succeed('terraform', 'apply', '-auto-approve', '-input=false');
  lines = Object.fromEntries(await running);
});
afterAll(() => emulator?.stop());

/** What watches the services, without what they run. */
function writeStack(): void {
  const document = synth((stack) => {
    const contract = {
      logs: { applicationGroup: GROUP },
      alerts: { topicArn: `arn:aws:sns:${region}:${account}:alerts` },
    } as unknown as ContractReader;
    const runtime: Runtime = { naming, cluster: 'dev', contract, hostsPreviews: false };
    const logs = new LogMetrics(stack, 'logs', { runtime, services });
    const none = { routed: [], workloads: [], schedules: [] };
    for (const [service, declaration] of Object.entries(services)) {
      new ServiceAlarms(stack, service, {
        runtime,
        namespace: NAMESPACE,
        service,
        declaration,
        logs,
        ...none,
      });
    }
  });
  const provider = { aws: [{ region, allowed_account_ids: [account] }] };
  writeFileSync(join(work.directory, 'main.tf.json'), JSON.stringify({ ...document, provider }));
}

/** By HTTP, as the AWS CLI takes a second for each of the many calls. The emulator checks no signature. */
async function ask(service: keyof typeof TARGETS, action: string, body: object): Promise<Json> {
  const { target, type } = TARGETS[service];
  const credential = `Credential=${rootKey(account)}/20000101/${region}/${service === 'logs' ? 'logs' : 'monitoring'}/aws4_request`;
  const response = await fetch(emulator.env.AWS_ENDPOINT_URL!, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
      'content-type': `application/x-amz-json-${type}`,
      'x-amz-target': `${target}.${action}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect([action, response.status, text]).toEqual([action, 200, text]);
  return text === '' ? {} : JSON.parse(text);
}

/** Source: the models of botocore, targetPrefix and jsonVersion. */
const TARGETS = {
  logs: { target: 'Logs_20140328', type: '1.1' },
  cloudwatch: { target: 'GraniteServiceVersion20100801', type: '1.0' },
} as const;

/** What containers write, by service. */
async function write(all: Readonly<Record<string, readonly string[]>>, container?: string): Promise<void> {
  const timestamp = Date.now();
  const events = Object.entries(all).flatMap(([service, texts]) =>
    texts.map((text) => ({ timestamp, message: sent(text, { namespace: NAMESPACE, service, container }) })),
  );
  await ask('logs', 'PutLogEvents', { ...STREAM, logEvents: events });
}

/** The alarms that are on, by the end of their names. */
async function alarming(): Promise<string[]> {
  const { MetricAlarms } = await ask('cloudwatch', 'DescribeAlarms', { StateValue: 'ALARM' });
  return MetricAlarms.map(({ AlarmName }: Json) => AlarmName.replace('dev-service-', '')).sort();
}

const each = (texts: (preset: string) => readonly string[], ...others: string[]) =>
  Object.fromEntries([
    ...runnable.map((preset) => [preset, texts(preset)]),
    ...others.map((name) => [name, runnable.flatMap(texts)]),
  ]);

test('lines of info of each library set nothing off', async () => {
  for (const preset of runnable) expect(lines[preset]).toHaveLength(INFOS + ERRORS);
  await write(each((preset) => lines[preset]!.slice(0, INFOS), 'undeclared'));
  expect(await alarming()).toEqual([]);
});

test('as many errors as are let pass set nothing off', async () => {
  await write(each((preset) => lines[preset]!.slice(INFOS, -1)));
  expect(await alarming()).toEqual([]);
});

test('one error more of each library sets off the alarm of its service, and no other', async () => {
  await write(each((preset) => lines[preset]!.slice(-1)));
  expect(await alarming()).toEqual(runnable.map((preset) => `${preset}-errors-logged`).sort());
});

test('errors of each library set off the alarm of a service that declares no form', async () => {
  for (const preset of runnable) {
    const [error] = lines[preset]!.slice(-1);
    await write({ undeclared: Array.from({ length: 3 }, () => error!) });
  }
  expect(await alarming()).toContain('undeclared-errors-logged');
});

test('a form of its own counts exactly what it says, in its case', async () => {
  const line = (severity: string) => JSON.stringify({ log: { severity }, text: 'order failed' });
  const written = (severity: string) => Array.from({ length: 6 }, () => line(severity));
  await write({ own: [...written('ERR'), ...written('err'), ...written('ERROR'), ...written('WARN')] });
  expect(await alarming()).not.toContain('own-errors-logged');
  await write({ own: written('CRITICAL') });
  expect(await alarming()).toContain('own-errors-logged');
});

test('a service that logs no JSON, or another form than it declares, is told, after the few lines of a start', async () => {
  const texts = (count: number) => Array.from({ length: count }, () => 'Listening at 8080');
  await write({ slog: texts(5) });
  // Of commands that somebody waits for.
  await write({ slog: texts(20) }, 'release');
  await write({ slog: texts(20) }, 'admin');
  expect((await alarming()).filter((name) => name.endsWith('log-unread'))).toEqual([]);
  await write({ slog: texts(1), mistaken: lines.pino! });
  const on = await alarming();
  expect(on.filter((name) => name.endsWith('log-unread'))).toEqual([
    'mistaken-log-unread',
    'slog-log-unread',
  ]);
  expect(on).not.toContain('mistaken-errors-logged');
});

test('an alarm of its own on its log goes off by lines that have all properties, of no other service', async () => {
  const line = (change: object = {}) =>
    JSON.stringify({
      log: { severity: 'INFO' },
      msg: 'payment refused',
      status: 402,
      retried: false,
      ...change,
    });
  const others = [{ msg: 'Payment refused' }, { status: 399 }, { status: '402' }, { retried: true }];
  await write({ own: [line(), line(), ...others.map(line)], pino: [line(), line(), line()] });
  expect(await alarming()).not.toContain('own-refused');
  await write({ own: [line()] });
  expect(await alarming()).toContain('own-refused');
});

test('an alarm of its own on a metric follows it in this environment', async () => {
  const put = (where: string, value: number) =>
    ask('cloudwatch', 'PutMetricData', {
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Waiting', Dimensions: [{ Name: 'Where', Value: where }], Value: value }],
    });
  await put('prod', 101);
  await put('dev', 100);
  expect(await alarming()).not.toContain('own-waiting');
  await put('dev', 101);
  expect(await alarming()).toContain('own-waiting');
});

test('each went off once, ends by itself when nothing more is logged, and is as Terraform made it', async () => {
  await emulator.ask('clock', { method: 'POST', body: JSON.stringify({ seconds: 3600 }) });
  expect(await alarming()).toEqual([]);
  const { AlarmHistoryItems } = await ask('cloudwatch', 'DescribeAlarmHistory', {});
  const wentOff = AlarmHistoryItems.filter(({ HistorySummary }: Json) => HistorySummary.endsWith('to ALARM'));
  const names = wentOff.map(({ AlarmName }: Json) => AlarmName);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(runnable.length + 6);
  expect(await work.succeed('terraform', 'plan', '-no-color', '-input=false')).toContain('No changes.');
});
