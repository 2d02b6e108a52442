import { Failure } from '../../console/failure';
import type { PreviewEntry } from '../../constructs/preview/preview-record';
import { addressesOf } from '../../constructs/services/routes/route-priority';
import { definePreview, type PreviewRequest } from '../../parameters/preview';
import { capture } from '../../programs/capture';
import { userName } from '../../programs/this-user';
import { runAside } from '../safe-cdktf/cdktf-run';
import type { UpCommand } from './arguments';
import type { Branches } from './branches';
import { type HostContract, readContract } from './contract';
import { refuseLocked } from './down';
import { stackName } from './key';
import { isOf, readRules } from './listener-rules';
import type { PreviewHost } from './preview-host';
import { readRecords } from './records';
import { countRules, deployInFreePlaces, type Taken, warnOfQuota } from './rule-places';
import { seedDatabases } from './seed';
import { PreviewStates } from './states';
import { DAY_MS } from './time';

/** What the host knows of a preview before it is deployed. */
interface Known {
  readonly contract: HostContract;
  readonly record?: PreviewEntry;
}

/**
 * Makes a preview, or brings it up to date.
 * @returns its id.
 * @throws Failure or ParameterError that says why the preview was not made, mostly before anything was made.
 */
export async function bringUp(
  previewHost: PreviewHost,
  branches: Branches,
  command: UpCommand,
  say: (text: string) => void,
): Promise<string> {
  const request = await requestOf(previewHost, branches, command);
  // Reports all mistakes at once.
  const { id, environment, parameters } = definePreview(previewHost.settings, request, previewHost.declared);
  const [isGone, known] = await Promise.all([branches.isGone(id), refuse(previewHost, id)]);
  if (isGone)
    say(
      `${request.name} is gone from the repository, or was never there: the next sweep takes ${id} down. Push it.`,
    );
  const { services } = previewHost.declared;
  const taken = () => readTaken(previewHost, known, id);
  const warning = warnOfQuota(id, await taken(), countRules(services, environment.parameters.services));
  if (warning) say(warning);
  const code = await deployInFreePlaces({
    id,
    addresses: addressesOf(services),
    current: known.record?.attempt,
    readTaken: taken,
    deploy: (attempt) => deploy(id, { ...request, attempt: `${attempt}` }),
    say,
  });
  if (code === 0) {
    if (command.seed) await seedDatabases(previewHost, id, Object.keys(parameters.databases), say);
    return id;
  }
  throw new Failure(
    `${id} is not ready: the errors are above. To go on, the same again. To take it down: npm run preview -- down ${id}`,
    code,
  );
}

async function requestOf(
  previewHost: PreviewHost,
  branches: Branches,
  { name, owner, versions, until }: UpCommand,
): Promise<PreviewRequest> {
  const branch = name ?? (await branches.current());
  if (!branch)
    throw new Failure(
      'up: got no name, and no branch is checked out; allowed: a pull request such as pr-42, or a branch',
    );
  if (until !== undefined) checkDay(until, previewHost.settings.document.value.lifetimeDays);
  return {
    name: branch,
    owner: owner ?? (await whoami()),
    versions: versions.length > 0 ? versions.join(',') : undefined,
    expires: until,
  };
}

function deploy(id: string, request: PreviewRequest): Promise<number> {
  const { PREVIEW_ID: _id, ...env } = process.env;
  const stacks = [stackName(id, 'platform'), stackName(id, 'services')];
  return runAside(['deploy', ...stacks, '--auto-approve'], { ...env, ...variables(request) });
}

function variables({ name, owner, versions, expires, attempt }: PreviewRequest): NodeJS.ProcessEnv {
  return {
    PREVIEW: name,
    PREVIEW_OWNER: owner,
    PREVIEW_VERSIONS: versions,
    PREVIEW_EXPIRES: expires,
    PREVIEW_ATTEMPT: attempt,
  };
}

/** Which priorities the listener of the host has given away. */
async function readTaken(previewHost: PreviewHost, { contract }: Known, id: string): Promise<Taken> {
  const rules = await readRules(await previewHost.previewer(), contract.entrance.listenerArn);
  const pick = (own: boolean) =>
    rules.filter((rule) => isOf(rule, id, previewHost.domain) === own).map(({ priority }) => priority);
  return { own: pick(true), others: pick(false) };
}

/** Whatever is no day at all is refused with the rest of the request. */
function checkDay(day: string, lifetimeDays: number): void {
  const now = Date.now();
  const [first, last] = [0, lifetimeDays].map((days) =>
    new Date(now + days * DAY_MS).toISOString().slice(0, 10),
  );
  if (day >= first! && day <= last!) return;
  throw new Failure(
    `--until: got "${day}"; allowed: ${first} to ${last}, by "lifetimeDays" in environments/preview.json`,
  );
}

async function whoami(): Promise<string> {
  const { stdout } = await capture('git', ['config', 'user.email']);
  return stdout.trim() || userName();
}

/** What Terraform would refuse as well, in more words and later. */
async function refuse(previewHost: PreviewHost, id: string): Promise<Known> {
  const { environment, naming, settings } = previewHost;
  const aws = await previewHost.previewer();
  const states = new PreviewStates(previewHost.tooling, previewHost.project);
  const [contract, records, stacks] = await Promise.all([
    readContract(aws, naming),
    readRecords(aws, naming),
    states.read((other) => other === id),
  ]);
  if (!contract) {
    throw new Failure(
      `${environment.name}, which previews are within, is not deployed: npx cdktf deploy '${environment.name}*'`,
    );
  }
  refuseLocked({ id, stacks: stacks.get(id) ?? {} });
  const others = [...records.keys()].filter((other) => other !== id).sort();
  const { most } = settings.document.value;
  if (others.length < most) return { contract, record: records.get(id) };
  throw new Failure(
    `No room for ${id}: there may be ${most} previews at the same time ("most" in environments/preview.json), and there are ${others.join(', ')}. Take one down: npm run preview -- down NAME`,
  );
}
