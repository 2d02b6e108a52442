import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceChange } from '../plan/change';
import { Plan } from '../plan/plan';
import { report } from '../plan/report/report';
import { judge } from '../plan/verdict';
import { entry } from '../test/plan/made';

// How the time to judge a plan grows: `node run.js bench/judge.ts`. Ratios of one run, in seconds of a processor.

const CORPUS = 'test/plan/corpus';
const [FEW, MANY] = [2_500, 10_000] as const;
/** Of four times as many: 4 in a straight line, 16 as a square. */
const MOST_FOR_CHANGES = 8;
const [SHORT, LONG] = [2_000, 16_000] as const;
/** Of texts that are eight times as long: 8 in a straight line, 64 as a square. */
const MOST_FOR_TEXTS = 16;
/** What makes a careless expression go back and forth. */
const PARTS = [' ', '{', '*', '0.', '${a}', '"\\'];

/** Changes that have to be judged by looking at others of their plan. */
const SHAPES: Readonly<Record<string, (index: number) => ResourceChange>> = {
  'rules of one security group': (n) =>
    changed(`aws_vpc_security_group_ingress_rule.r${n}`, 'cidr_ipv4', [`10.${n >> 8}`, `11.${n >> 8}`], {
      security_group_id: 'sg-1',
      ...{ ip_protocol: 'tcp', from_port: 443, to_port: 443 },
    }),
  'routes of one table': (n) =>
    entry(`aws_route.r${n}`, null, {
      route_table_id: 'rtb-1',
      destination_cidr_block: block(`10.${n >> 8}`, n),
      gateway_id: 'igw-1',
    }),
  'rules of one network ACL': (n) =>
    entry(`aws_network_acl_rule.r${n}`, null, {
      network_acl_id: 'acl-1',
      rule_number: n + 1,
      ...{ rule_action: 'allow', protocol: 'tcp', from_port: 443, to_port: 443 },
      cidr_block: block(`10.${n >> 8}`, n),
    }),
  'deleted target groups': (n) => entry(`aws_lb_target_group.g${n}`, { arn: `g${n}` }, null),
  'deleted gateways': (n) => entry(`aws_nat_gateway.n${n}`, { id: `n${n}`, subnet_id: `s${n}` }, null),
  'deleted roles': (n) => entry(`aws_iam_role.r${n}`, { arn: `r${n}`, name: `r${n}` }, null),
  'deleted Deployments': (n) =>
    entry(
      `kubernetes_deployment_v1.d${n}`,
      {
        metadata: [{ name: `d${n}`, namespace: 'shop' }],
        spec: [{ template: [{ metadata: [{ labels: { app: `d${n}` } }] }] }],
      },
      null,
    ),
};

/** All ratios. */
export function growthOfPlans(): void {
  const recorded = corpus();
  const again = (index: number): ResourceChange => {
    const one = recorded[index % recorded.length]!;
    return { ...one, name: `${one.name}-${index}`, address: `${one.address}-${index}` };
  };
  for (const [name, change] of Object.entries({ 'recorded changes': again, ...SHAPES })) {
    const seconds = (count: number) =>
      secondsToJudge(Array.from({ length: count }, (_, index) => change(index)));
    seconds(FEW / 5);
    print(`judging ${MANY} ${name} / ${FEW}`, seconds(FEW), seconds(MANY), MOST_FOR_CHANGES);
  }
  for (const part of PARTS) {
    const seconds = (length: number) =>
      secondsToJudge(recorded.map((change) => withTexts(change, part.repeat(length / part.length))));
    seconds(SHORT);
    const name = `judging texts of ${LONG} times ${JSON.stringify(part)} / ${SHORT}`;
    print(name, seconds(SHORT), seconds(LONG), MOST_FOR_TEXTS);
  }
}

/** What one stack takes to judge and to report. */
function secondsToJudge(changes: readonly ResourceChange[]): number {
  const circumstances = { now: { approvals: [], faults: [] }, old: [], isDiff: true, stacks: ['dev'] };
  const before = process.cpuUsage();
  const plan = new Plan('dev', { format_version: '1.2', resource_changes: changes });
  report(judge([{ stack: 'dev', plan }], circumstances), '2026-11-24');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function print(name: string, few: number, many: number, most: number): void {
  const ratio = (many / few).toFixed(2);
  console.log(`${name}: ${ratio} (at most ${most.toFixed(2)}; ${many.toFixed(2)} and ${few.toFixed(2)} s)`);
}

function changed(address: string, path: string, [was, will]: readonly [string, string], rest: object) {
  const index = Number(address.match(/\d+$/)![0]);
  return entry(address, { ...rest, [path]: block(was, index) }, { ...rest, [path]: block(will, index) });
}

const block = (begin: string, index: number) => `${begin}.${index & 255}.0/24`;

/** A change with a text in place of each text of its values. */
function withTexts({ change, ...one }: ResourceChange, text: string): ResourceChange {
  const replaced = (value: unknown, by: string): unknown => {
    if (typeof value === 'string') return by;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => replaced(item, by));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]));
  };
  const [before, after] = [replaced(change.before, text), replaced(change.after, `${text}!`)];
  return { ...one, change: { ...change, before, after } };
}

function corpus(): ResourceChange[] {
  return readdirSync(CORPUS)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(CORPUS, name), 'utf8')))
    .flatMap(({ plan: { resource_changes = [] } }) => resource_changes as ResourceChange[]);
}

if (require.main === module) growthOfPlans();
