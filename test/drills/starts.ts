import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from '../../local/deploy/bootstrap';
import { type LocalContext, terraformFor } from '../../local/deploy/local-context';
import { begin } from '../../local/deploy/under-way';
import { type Emulator, readRecord } from '../../local/emulated-aws/emulator';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import { root } from '../e2e/local-command';
import { sources } from '../e2e/snapshot';
import { DEPLOY, DEPLOY_PLATFORM, PREVIEW_UP } from './commands';
import { ENVIRONMENT } from './drill-project';
import type { Lane } from './lane';
import type { Start } from './point';

const FOLDER = join(root, '.local', 'drills', 'starts');
const [INVENTORY, OBJECTS] = ['inventory.json', 'objects.json'];

/** From where an undisturbed way goes to each. */
const BEFORE: Partial<Record<Start, Start>> = {
  account: 'bootstrap',
  platform: 'account',
  services: 'platform',
  changed: 'services',
  preview: 'services',
};

/** What an undisturbed way leaves, and what drills begin from. Kept for the next run of the same code. */
export class Starts {
  /** Each as soon as it is there. */
  private readonly made = new Map<Start, Promise<void>>();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly lane: Lane,
    private readonly say: (text: string) => void,
  ) {}

  /**
   * @param lane where they are deployed, one after the other.
   * @param place where they are kept.
   */
  static async open(lane: Lane, say: (text: string) => void, place = FOLDER): Promise<Starts> {
    const synthesized = join(lane.layout.directory, 'synthesized');
    rmSync(synthesized, { recursive: true, force: true });
    const digest = await digestOf(lane, synthesized);
    const starts = new Starts(join(place, digest), lane, say);
    if (!existsSync(starts.synthesized)) {
      // Those of older code.
      rmSync(place, { recursive: true, force: true });
      cpSync(synthesized, starts.synthesized, { recursive: true, verbatimSymlinks: true });
    }
    return starts;
  }

  /** Deploys it, unless it is there: up to three minutes, and as much for each before it. */
  ready(start: Start): Promise<void> {
    const known = this.made.get(start);
    if (known) return known;
    const before = BEFORE[start];
    const made = before ? this.ready(before).then(() => this.inTurn(start)) : this.inTurn(start);
    this.made.set(start, made);
    return made;
  }

  private inTurn(start: Start): Promise<void> {
    const made = this.last.then(() => this.make(start));
    this.last = made.catch(() => {});
    return made;
  }

  private async make(start: Start): Promise<void> {
    if (existsSync(this.of(start))) return;
    const { lane } = this;
    const before = BEFORE[start];
    const since = Date.now();
    const context = await lane.begin(this.synthesized, before && this.of(before));
    await deploy(start, lane, context);
    const denials = await lane.denials();
    if (denials.length > 0) throw new Error(`denied: ${denials.join('\n')}`);
    const draft = `${this.of(start)}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await lane.save(draft);
    writeFileSync(join(draft, INVENTORY), JSON.stringify(await lane.inventory()));
    writeFileSync(join(draft, OBJECTS), JSON.stringify(await lane.objects()));
    // Last: what was broken off before is made again.
    renameSync(draft, this.of(start));
    this.say(`undisturbed: ${start} (${Math.round((Date.now() - since) / 1000)} s)`);
  }

  get digest(): string {
    return this.folder.split('/').at(-1)!;
  }

  get synthesized(): string {
    return join(this.folder, 'synthesized');
  }

  /** For `Lane.begin`. */
  of(start: Start): string {
    return join(this.folder, start);
  }

  inventory(start: Start): string[] {
    return JSON.parse(readFileSync(join(this.of(start), INVENTORY), 'utf8'));
  }

  objects(start: Start): string[] {
    return JSON.parse(readFileSync(join(this.of(start), OBJECTS), 'utf8'));
  }
}

/** Of the stacks, and of all that deploys them here. */
async function digestOf(lane: Lane, synthesized: string): Promise<string> {
  const stacks = await synthesizeStacks(synthesized, { root: lane.directory });
  const digest = createHash('sha256');
  const own = [join(lane.directory, 'services'), join(lane.directory, 'environments')].flatMap(sources);
  for (const file of [
    ...stacks.map(({ directory }) => join(directory, 'cdk.tf.json')),
    ...sources(join(root, 'local')),
    join(__dirname, 'drill-project.ts'),
    ...own,
  ])
    digest.update(readFileSync(file));
  return digest.digest('hex').slice(0, 16);
}

async function deploy(start: Start, lane: Lane, context: LocalContext): Promise<void> {
  const emulator = readRecord(context.layout.emulatorRecord)!;
  if (start === 'bootstrap') return (await bootstrap(context, emulator)).finished;
  if (start === 'account') return deployAccount(context, emulator);
  if (start === 'changed') lane.change();
  const line = start === 'preview' ? PREVIEW_UP : start === 'platform' ? DEPLOY_PLATFORM : DEPLOY;
  const { code, output } = await (await lane.run(line)).ended;
  if (code !== 0) throw new Error(`${line}: exit code ${code}\n${output}`);
}

/** As an administrator, who alone may. */
async function deployAccount(context: LocalContext, emulator: Emulator): Promise<void> {
  const { account } = context.stacks.environments.find(({ name }) => name === ENVIRONMENT)!;
  await begin(terraformFor(context, emulator), account!, context).finished;
}
