import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PREVIEW, SETUP } from '../../constructs/core/cluster-names';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { addressesOf, guestPriorities } from '../../constructs/services/routes/route-priority';
import { COPY_OF } from '../../constructs/services/runtime/labels';
import { declared } from '../../services/declared';
import { FakePrograms } from '../cli/fake-program';
import { LocalCommand, project, root } from '../e2e/local-command';
import { type PreviewEnded, type PreviewStarted, startCommand } from '../e2e/preview-command';
import { killTree } from '../e2e/process-tree';
import { ProjectCopy } from '../e2e/project-copy';
import { restore } from '../e2e/snapshot';
import type { Json } from '../helpers';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const NAME = 'e2e-preview';
const copy = new ProjectCopy(join(root, '.local', `${NAME}-project`));
const local = new LocalCommand(NAME, 6410, copy.directory);
const forge = new FakePrograms();
const run = promisify(execFile);
const STATES = `${project.name}-state-${project.toolingAccount}`;
const FAR = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** The priority that a rule for everything of the shop's address has in a preview. */
function placeOf(id: string, attempt = 0): number {
  return guestPriorities(addressesOf(declared.services), { id, attempt }).get('shop')!.rule;
}

/** Three previews that all want the same place first. */
const [ONE, OTHER, THIRD] = ((): [string, string, string] => {
  const byPlace = new Map<number, string[]>();
  for (let number = 41; ; number += 1) {
    const id = `pr-${number}`;
    const ids = [...(byPlace.get(placeOf(id)) ?? []), id];
    byPlace.set(placeOf(id), ids);
    if (ids.length === 3) return ids as [string, string, string];
  }
})();
/** Of the first two the one that got it, and the one that has another since. */
let [early, late] = [ONE, OTHER];
const stacksOf = (id: string) => [`preview-${id}`, `preview-${id}-services`];
const attemptOf = (id: string) => (id === late ? '1' : '0');

let variables: NodeJS.ProcessEnv;
/** As the workflow that makes previews. */
let previewer: NodeJS.ProcessEnv = {};

const preview = (...args: string[]) => startCommand(copy, 'preview', args, previewer);
const ended = (...args: string[]) => preview(...args).ended;
const up = (id: string) => ended('up', id, '--owner', 'ada', '--until', FAR);

function went({ code, stdout, stderr }: PreviewEnded): string {
  if (code !== 0) throw new Error(`${code}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The exit code of a plan of stacks, as `npm run plan` has it: 0 when there is nothing to do. */
async function planned(id: string, ...stacks: string[]): Promise<number | null> {
  const asked = {
    PREVIEW: id,
    PREVIEW_OWNER: 'ada',
    PREVIEW_EXPIRES: FAR,
    PREVIEW_ATTEMPT: attemptOf(id),
  };
  const { code, stdout, stderr } = await startCommand(copy, 'plan', stacks, { ...variables, ...asked }).ended;
  if (code !== 0) console.log(stdout, stderr);
  return code;
}

/** As somebody who may see everything in the account. */
async function aws(...args: string[]): Promise<Json> {
  const options = { env: { ...variables, ...local.asRoot('dev') }, maxBuffer: 2 ** 26 };
  return JSON.parse((await run('aws', ['--output', 'json', ...args], options)).stdout);
}

async function get(...args: string[]): Promise<Json[]> {
  const options = { env: variables, maxBuffer: 2 ** 26 };
  const all = ['--context', 'dev', 'get', ...args, '-o', 'json'];
  return JSON.parse((await run('kubectl', all, options)).stdout).items;
}

const namespaces = async () => (await get('namespaces')).map(({ metadata }) => metadata.name).sort();

async function states(): Promise<string[]> {
  const options = { env: variables };
  const { stdout } = await run('aws', ['s3', 'ls', `s3://${STATES}`], options);
  return [...stdout.matchAll(/(\S+)$/gm)].map(([, key]) => key!).sort();
}

/** Rules of a preview at the load balancer. */
async function rulesOf(id: string): Promise<Json[]> {
  const { LoadBalancers } = await aws('elbv2', 'describe-load-balancers');
  const { Listeners } = await aws(
    ...['elbv2', 'describe-listeners', '--load-balancer-arn', LoadBalancers[0].LoadBalancerArn],
  );
  const https = Listeners.find(({ Protocol }: Json) => Protocol === 'HTTPS');
  const { Rules } = await aws('elbv2', 'describe-rules', '--listener-arn', https.ListenerArn);
  return Rules.filter(({ Conditions }: Json) => JSON.stringify(Conditions).includes(`-${id}.`));
}

const prioritiesOf = async (id: string) => (await rulesOf(id)).map(({ Priority }) => Number(Priority));

/** Requests to AWS since then. */
const requestsSince = (since: string) =>
  local.emulator<Json[]>(`requests?since=${encodeURIComponent(since)}`);

/** All that there is, in all accounts, in the cluster and among the states. */
async function everything() {
  return {
    inventory: await local.emulator<Json>('inventory'),
    namespaces: await namespaces(),
    states: await states(),
  };
}

async function tagged(environment: string): Promise<string[]> {
  const { ResourceTagMappingList } = await aws(
    ...[
      'resourcegroupstaggingapi',
      'get-resources',
      '--tag-filters',
      `Key=environment,Values=${environment}`,
    ],
  );
  return ResourceTagMappingList.map(({ ResourceARN }: Json) => ResourceARN);
}

/** What the roles of a preview may do, as text, by the names of the roles. */
async function rights(id: string): Promise<Map<string, string>> {
  const { Roles } = await aws('iam', 'list-roles');
  const own = Roles.map(({ RoleName }: Json) => RoleName).filter((name: string) =>
    name.startsWith(`preview-${id}-`),
  );
  const texts = await Promise.all(
    own.map(async (name: string) => {
      const { PolicyNames } = await aws('iam', 'list-role-policies', '--role-name', name);
      const policies = PolicyNames.map((policy: string) =>
        aws('iam', 'get-role-policy', '--role-name', name, '--policy-name', policy),
      );
      return [name, JSON.stringify(await Promise.all(policies))] as const;
    }),
  );
  return new Map(texts);
}

let before: Awaited<ReturnType<typeof everything>>;

beforeAll(async () => {
  await restore(local);
  copy.parameters('preview', (all) => {
    all.most = 2;
  });
  forge.add('gh', [{ to: 'pr view', says: 'OPEN\n' }]);
});
afterAll(async () => {
  await local.run(['stop']);
  forge.remove();
});

test('two previews are made side by side within an environment', async () => {
  const { code, output } = await local.run(['dev']);
  expect([code, output]).toEqual([0, output]);
  variables = await local.variables();
  variables = { ...variables, PATH: `${forge.folder}:${variables.PATH}` };
  const role = roleArn(project, project.toolingAccount, toolingNames(project).preview);
  previewer = { ...variables, ...(await local.signIn(role, 'environment:preview')) };
  before = await everything();
  const since = new Date().toISOString();
  const [one, other] = await Promise.all([up(ONE), up(OTHER)]);
  for (const result of [one, other]) went(result);
  const again = (id: string) =>
    `preview: another preview took a place of the rules of ${id} at the same moment: once more, with other places`;
  if (one.stderr.includes(again(ONE))) [early, late] = [OTHER, ONE];
  const said = [one, other].flatMap(({ stderr }) => stderr.match(/^preview: .*$/gm) ?? []);
  expect(said).toEqual([again(late)]);
  const refused = (await requestsSince(since)).filter(
    ({ status, action }) => status >= 400 && action === 'CreateRule',
  );
  expect(refused.map(({ response }) => response)).toEqual([expect.stringContaining('PriorityInUse')]);
  expect(await prioritiesOf(early)).toContain(placeOf(early));
  expect(await prioritiesOf(late)).toContain(placeOf(late, 1));
  const listed = JSON.parse(went(await ended('list', '--json')));
  expect(listed).toMatchObject(
    [ONE, OTHER].map((id) => ({
      id,
      request: id,
      owner: 'ada',
      expires: FAR,
      expired: false,
      state: 'ready',
      urls: [`https://shop-${id}.dev.${project.domain}`],
    })),
  );
});

test('nothing is left to do in either of them, nor in what they are within', async () => {
  const since = new Date().toISOString();
  const first = planned(early, ...stacksOf(early), 'dev', 'dev-services');
  // Of what it has chosen it keeps its places.
  went(await up(late));
  expect(await first).toBe(0);
  const writes = (await requestsSince(since)).filter(
    ({ service, action }) =>
      !['s3', 'sts'].includes(service) && !/^(Get|List|Describe|BatchGet|Decrypt)/.test(action),
  );
  expect(writes).toEqual([]);
});

describe('each reaches only its own', () => {
  test('databases and users on the servers of its host, made by jobs of the host', async () => {
    const all = await get('jobs', '--namespace', SETUP);
    for (const id of [ONE, OTHER]) {
      const own = all.filter(({ metadata }) => metadata.labels[PREVIEW] === id);
      expect(new Set(own.map(({ metadata }) => metadata.labels[COPY_OF]))).toEqual(
        new Set(['guest-orders-admin', 'guest-products-admin', 'guest-sessions-admin']),
      );
      const jobs = own.filter(({ spec }) => spec.template.spec.initContainers);
      const suffix = `_${id.replace('-', '_')}_a`;
      for (const { spec, status } of jobs) {
        const [preview, service, user, rotation] = spec.template.spec.initContainers[0].args;
        expect([preview, user, rotation]).toEqual([id, `${service}${suffix}`, '1']);
        expect(status.succeeded).toBe(1);
      }
      expect(await get('jobs', '--namespace', `setup-${id}`)).toEqual([]);
    }
  });

  test('secrets, keys, buckets and flags; the password of a master not at all', async () => {
    const [host, other] = await Promise.all([tagged('dev'), tagged(`preview-${OTHER}`)]);
    expect(other.length).toBeGreaterThan(15);
    const texts = await rights(ONE);
    expect(texts.size).toBeGreaterThan(3);
    const ofHost = host.filter((arn) => !/:(eks|elasticloadbalancing|ec2|elasticache):/.test(arn));
    expect(ofHost.length).toBeGreaterThan(10);
    for (const [role, text] of texts) {
      expect([role, other.filter((arn) => text.includes(arn))]).toEqual([role, []]);
      expect([role, ofHost.filter((arn) => text.includes(arn))]).toEqual([role, []]);
      // Those of RDS have no tags of ours.
      expect(text).not.toContain('secret:rds!');
    }
  });

  test('keys in a cache, of users that jobs of the host make', async () => {
    const { Users } = await aws('elasticache', 'describe-users');
    const all = await get('jobs', '--namespace', SETUP);
    for (const id of [ONE, OTHER]) {
      expect(Users.filter(({ UserId }: Json) => UserId.startsWith(`preview-${id}-`))).toEqual([]);
      const jobs = all.filter(
        ({ metadata: { labels } }) => labels[PREVIEW] === id && labels[COPY_OF] === 'guest-sessions-admin',
      );
      expect(jobs.length).toBeGreaterThan(0);
      for (const { spec, status } of jobs) {
        const [own, , user, rotation] = spec.template.spec.containers[0].args;
        expect([own, user, rotation]).toEqual([
          id,
          expect.stringMatching(`^guest-${id}-[0-9a-f]{8}-a$`),
          '1',
        ]);
        expect(status.succeeded).toBe(1);
      }
    }
  });

  test('requests to its own address, for which its own pods answer', async () => {
    const { TargetGroups } = await aws('elbv2', 'describe-target-groups');
    for (const id of [ONE, OTHER]) {
      const own = await rulesOf(id);
      expect(own).toHaveLength(2);
      for (const { Conditions, Actions } of own) {
        const { Values } = Conditions.find(({ Field }: Json) => Field === 'host-header');
        expect(Values ?? Conditions.map((one: Json) => one.HostHeaderConfig?.Values).find(Boolean)).toEqual([
          `shop-${id}.dev.${project.domain}`,
        ]);
        const { TargetGroupArn, ForwardConfig } = Actions[0];
        const arn = TargetGroupArn ?? ForwardConfig.TargetGroups[0].TargetGroupArn;
        const group = TargetGroups.find((one: Json) => one.TargetGroupArn === arn);
        const { Tags } = (await aws('elbv2', 'describe-tags', '--resource-arns', group.TargetGroupArn))
          .TagDescriptions[0];
        expect(Tags).toContainEqual({ Key: 'preview', Value: id });
      }
    }
    expect(await namespaces()).toEqual(
      [
        ...before.namespaces,
        ...[ONE, OTHER].flatMap((id) => [`office-${id}`, `setup-${id}`, `shop-${id}`]),
      ].sort(),
    );
  });
});

test('a third is refused in a sentence, by the command and by Terraform, and nothing of it is made', async () => {
  const there = await everything();
  const { code, stderr } = await up(THIRD);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([
    `No room for ${THIRD}: there may be 2 previews at the same time ("most" in environments/preview.json), and there are ${ONE}, ${OTHER}. Take one down: npm run preview -- down NAME`,
  ]);
  const asked = { PREVIEW: THIRD, PREVIEW_OWNER: 'ada', PREVIEW_EXPIRES: FAR };
  const plan = await startCommand(copy, 'plan', [`preview-${THIRD}`], { ...variables, ...asked }).ended;
  expect(plan.code).toBe(1);
  expect(plan.stdout).toContain(`No room for the preview ${THIRD}`);
  expect(await everything()).toEqual(there);
});

test('destroying one changes neither the other nor what they are within', async () => {
  expect(went(await ended('down', early))).toBe(`Preview \`${early}\` is gone, with its databases.\n`);
  expect(went(await ended('down', early))).toBe(`There is no preview of ${early}.\n`);
  expect(await planned(late, ...stacksOf(late), 'dev', 'dev-services')).toBe(0);
});

/** Whether a request of that kind was sent since this was called. */
function requested(action: string): () => Promise<boolean> {
  const since = new Date().toISOString();
  return async () => (await requestsSince(since)).some((request) => request.action === action);
}

/** Kills what makes a preview, a moment after something has come. */
async function killWhen(came: () => Promise<boolean>, { child, ended: end }: PreviewStarted): Promise<void> {
  const tooSoon = end.then(({ stderr }) => Promise.reject(new Error(stderr)));
  const seen = async () => {
    while (!(await came())) await sleep(500);
    // What is begun by then is made.
    await sleep(2000);
  };
  await Promise.race([seen(), tooSoon]);
  tooSoon.catch(() => {});
  killTree(child.pid!);
  await end;
}

test('one that is killed in the middle of its making is swept, with what no state knows of', async () => {
  await killWhen(requested('CreateKey'), preview('up', early, '--owner', 'ada'));
  // Nothing was stored yet but the lock.
  expect((await states()).filter((key) => key.includes(early))).toEqual([`preview-${early}.tfstate.tflock`]);
  const young = went(await ended('sweep'));
  expect(young).toMatch(RegExp(`^- \`${early}\` left for the next sweep: \\S+ is at work on it since `, 'm'));
  expect(young).toContain(`- \`${late}\` kept: it lives until ${FAR}`);
  const swept = went(await ended('sweep', '--stale-minutes', '0'));
  expect(swept).toMatch(
    RegExp(
      `^- \`${early}\` taken down: the run of \\S+ that began at .* was broken off\\. A run that was killed had left .*:key/`,
      'm',
    ),
  );
  expect(swept).toContain(`- \`${late}\` kept: it lives until ${FAR}`);
  expect((await states()).filter((key) => key.includes(early))).toEqual([]);
  expect(JSON.parse(went(await ended('list', '--json')))).toMatchObject([{ id: late, state: 'ready' }]);
});

test('one whose last day is over is swept, though its services were killed while they were made', async () => {
  const asked = { PREVIEW: THIRD, PREVIEW_OWNER: 'ada', PREVIEW_EXPIRES: '2020-01-01' };
  const making = startCommand(copy, 'cdktf', ['deploy', ...stacksOf(THIRD), '--auto-approve'], {
    ...previewer,
    ...asked,
  });
  const [ruled, named] = [requested('CreateRule'), `shop-${THIRD}`];
  await killWhen(async () => (await ruled()) && (await namespaces()).includes(named), making);
  // The one that went has left its place to it.
  expect(await prioritiesOf(THIRD)).toContain(placeOf(early));
  const swept = went(await ended('sweep', '--stale-minutes', '0'));
  expect(swept).toContain(`- \`${THIRD}\` taken down: its last day was 2020-01-01`);
  expect(swept).toContain(`namespace shop-${THIRD}`);
  expect(swept).toContain(`- \`${late}\` kept: it lives until ${FAR}`);
  expect(await planned(late, ...stacksOf(late), 'dev', 'dev-services')).toBe(0);
});

test('when all are gone there is what there was before', async () => {
  went(await ended('down', late));
  expect(went(await ended('list'))).toBe('There are no previews.\n');
  expect(await everything()).toEqual(before);
});

test('no call was denied', async () => {
  expect(await local.denials()).toEqual([]);
});
