import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type TerraformStack, Testing } from 'cdktf';
import type { Declared } from '../declarations/binding';
import type { Environment } from '../parameters/environment';
import type { Preview } from '../parameters/preview';
import type { Project } from '../parameters/project';
import { Account } from '../stacks/account';
import { BackupsStack } from '../stacks/backups';
import { Bootstrap } from '../stacks/bootstrap';
import { accountStack, BACKUPS_STACK } from '../stacks/names';
import { Platform } from '../stacks/platform';
import { PreviewPlatform, withinOf } from '../stacks/preview';
import { ServicesStack } from '../stacks/services';
import { withoutTraces } from '../stacks/synthesis/without-traces';
import type { Json } from './helpers';

/** The kind of stack to build: the platform, or in a trial something that should be found out. */
export type StackClass = typeof Platform;

/** Synthesizes stacks as the app does, each alone, as JSON. */
export class Synthesizer {
  constructor(
    readonly project: Project,
    readonly declared: Declared,
  ) {}

  /** The platform of an environment. */
  readonly platform = (environment: Environment, StackClass: StackClass = Platform): Json => {
    const { project, declared } = this;
    return synthesize((app) => new StackClass(app, environment.name, { project, environment, declared }));
  };

  /** What runs in the cluster of an environment. */
  readonly services = (environment: Environment): Json => {
    const { project, declared } = this;
    return synthesize(
      (app) => new ServicesStack(app, `${environment.name}-services`, { project, environment, declared }),
    );
  };

  /** What an environment's account holds. */
  readonly account = (environment: Environment): Json => {
    const { project } = this;
    const { services } = this.declared;
    return synthesize(
      (app) => new Account(app, accountStack(environment.name), { project, environment, services }),
    );
  };

  /** What the account for backups holds; undefined where there is none. */
  readonly backups = (environments: readonly Environment[]): Json | undefined => {
    const { backups } = this.project;
    if (!backups) return undefined;
    const project = { ...this.project, backups };
    const { services } = this.declared;
    return synthesize((app) => new BackupsStack(app, BACKUPS_STACK, { project, environments, services }));
  };

  /** What the tooling account holds. */
  readonly bootstrap = (environments: readonly Environment[]): Json => {
    const { project, declared } = this;
    return synthesize(
      (app) => new Bootstrap(app, 'bootstrap', { project, environments, services: declared.services }),
    );
  };

  /** All stacks of the app, by name, with those of previews. */
  readonly all = (
    environments: readonly Environment[],
    previews: readonly Preview[] = [],
  ): { readonly name: string; readonly document: Json }[] => {
    const named = (name: string, document: Json) => ({ name, document });
    const all = [
      named('bootstrap', this.bootstrap(environments)),
      ...(this.project.backups ? [named(BACKUPS_STACK, this.backups(environments))] : []),
      ...environments.flatMap((one) => [
        named(accountStack(one.name), this.account(one)),
        named(one.name, this.platform(one)),
        named(`${one.name}-services`, this.services(one)),
      ]),
      ...previews.flatMap((preview) => {
        const { platform, services } = this.preview(preview);
        const { name } = preview.environment;
        return [named(name, platform), named(`${name}-services`, services)];
      }),
    ];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  };

  /** Both stacks of a preview. */
  readonly preview = (preview: Preview): { readonly platform: Json; readonly services: Json } => {
    const { project, declared } = this;
    const { environment } = preview;
    const within = withinOf(project, preview, declared);
    return {
      platform: synthesize(
        (app) => new PreviewPlatform(app, environment.name, { project, preview, declared }),
      ),
      services: synthesize(
        (app) =>
          new ServicesStack(app, `${environment.name}-services`, { project, environment, declared, within }),
      ),
    };
  };
}

function synthesize(make: (app: App) => TerraformStack): Json {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-'));
  try {
    const app = new App({ stackTraces: false, outdir });
    return withoutTraces(() => JSON.parse(Testing.synth(make(app))));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
