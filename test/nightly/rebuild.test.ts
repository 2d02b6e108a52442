import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployedPath } from '../../constructs/core/record-names';
import { CdktfDeploy } from '../e2e/cdktf-deploy';
import { LocalCommand, project, root } from '../e2e/local-command';
import { ENVIRONMENT, restore } from '../e2e/snapshot';

// docs/runbooks/rebuild.md: what was lost comes back by the documented commands, with the data that was there before.
jest.setTimeout(20 * 60_000);

const local = new LocalCommand('e2e-rebuild', 6490);
const { account } = JSON.parse(readFileSync(join(root, 'environments', `${ENVIRONMENT}.json`), 'utf8'));

beforeAll(() => restore(local));
afterAll(() => local.run(['stop']));

interface Item {
  readonly service: string;
  readonly kind: string;
  readonly name: string;
}

/** What the environment's account holds outside of the cluster, but for what deploys write down of themselves. */
async function outside(): Promise<string[]> {
  const records = deployedPath({ platform: project.name, environment: ENVIRONMENT });
  const items = (await local.emulator<Record<string, Item[]>>(`inventory?account=${account}`))[account]!;
  return items
    .filter(({ name }) => !name.startsWith(`${records}/`))
    .map(({ service, kind, name }) => `${service} ${kind} ${name}`)
    .sort();
}

/** A token for what each server holds. */
const data = () => local.emulator(`data?account=${account}&region=${project.region}`);

const deployments = () =>
  local.shell(
    `kubectl get deployments -A -o custom-columns=:.metadata.name,:.status.readyReplicas --no-headers`,
  );

/** Commands of the account's root, who may do everything. */
function asRoot(line: string): string {
  const keys = Object.entries(local.asRoot(ENVIRONMENT)).filter(([, value]) => value);
  return local.shell(
    `unset AWS_SESSION_TOKEN; ${keys.map(([name, value]) => `${name}=${value}`).join(' ')} ${line}`,
  );
}

/** The command of the runbook. */
function command(pattern: RegExp): string {
  const page = readFileSync(join(root, 'docs', 'runbooks', 'rebuild.md'), 'utf8');
  return page.match(pattern)![0].replaceAll('prod', ENVIRONMENT);
}

describe('a cluster that somebody deletes', () => {
  let before: { outside: string[]; data: unknown; deployments: string };

  test('comes back from the repository by one deploy, with its services', async () => {
    before = { outside: await outside(), data: await data(), deployments: deployments() };
    asRoot(`aws eks delete-cluster --name ${ENVIRONMENT}`);
    const { code, output } = await new CdktfDeploy([`${ENVIRONMENT}*`], await local.variables()).ended;
    expect({ code, output }).toMatchObject({ code: 0 });
    // kubectl is to look at the new one. That changes nothing else.
    const again = await local.run([]);
    expect(again.output).toContain(`${ENVIRONMENT}: no changes`);
    expect(again.output).toContain(`${ENVIRONMENT}-services: no changes`);
    expect(deployments()).toBe(before.deployments);
  });

  test('has left databases and caches as they were', async () => {
    expect(await data()).toEqual(before.data);
  });

  test('has left nothing but its security group, which the runbook deletes', async () => {
    const more = (await outside()).filter((item) => !before.outside.includes(item));
    expect(more).toEqual([expect.stringMatching(/^ec2 groups .*\/sg-/)]);
    asRoot(command(/^aws ec2 describe-security-groups .*$/m));
    asRoot(command(/^aws ec2 delete-security-group .*$/m).replace('GROUP', oldGroup()));
    expect(await outside()).toHaveLength(before.outside.length);
  });
});

/** The group that belongs to no cluster any more. */
function oldGroup(): string {
  const current = asRoot(
    `aws eks describe-cluster --name ${ENVIRONMENT} --query cluster.resourcesVpcConfig.clusterSecurityGroupId --output text`,
  ).trim();
  const all = asRoot(command(/^aws ec2 describe-security-groups .*$/m))
    .trim()
    .split(/\s+/);
  return all.filter((group) => group !== current)[0]!;
}
