import { Failure } from '../../console/failure';
import { keyAlias, type Naming, namingOf } from '../../constructs/core/naming';
import { protection } from '../../constructs/core/protection';
import { accountNames, roleArn } from '../../constructs/core/role-names';
import { readSecretName, secretName } from '../../constructs/core/secret-names';
import { defaultTags } from '../../constructs/core/tags';
import { keptName, nameOfKept } from '../../declarations/kept-name';
import { PREVIEW_ID } from '../../declarations/preview-id';
import { type Secret, secretsOf } from '../../declarations/secret';
import type { Service, Services } from '../../declarations/service';
import { presentIn } from '../../parameters/absent';
import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadPreviewSettings } from '../../parameters/preview';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import { PREVIEW_STACKS } from '../../stacks/names';
import { findNamed } from '../find-named';
import type { Named } from './arguments';
import { SecretStore } from './store';

/** Least that Secrets Manager waits, in days: what only a person knows is worth it everywhere. */
const LEAST_RECOVERY = 7;

/** Whose secrets are meant, and how to get there. */
export class SecretPlace {
  readonly naming: Naming;
  /** The environment itself, or the one that the preview is within. */
  private readonly host: Environment;
  private readonly previewDays?: number;
  private readonly project = loadProject('platform.json');
  private readonly services: Services = declared.services;

  /** @param name of an environment, or `preview-<id>`. @throws Failure when there is none. */
  constructor(readonly name: string) {
    const directory = environmentsFolder();
    const environments = loadEnvironments(directory, declared);
    const id = name.startsWith(PREVIEW_STACKS) ? name.slice(PREVIEW_STACKS.length) : '';
    const settings = PREVIEW_ID.test(id) ? loadPreviewSettings(directory, environments, declared) : undefined;
    this.host =
      settings?.host ??
      findNamed(
        'environment',
        name,
        new Map(environments.map((environment) => [environment.name, environment])),
      );
    this.previewDays = settings?.document.value.lifetimeDays;
    this.naming = { ...namingOf(this.project, this.host), environment: name };
  }

  /** Of whoever puts secrets, and reads none. */
  async store(): Promise<SecretStore> {
    const role = roleArn(this.project, this.naming.account, accountNames(this.project).secrets);
    return new SecretStore(await new Aws(this.naming.region).as(role, 'secret'));
  }

  /** All that are declared and have their values here. */
  declared(): (Named & { readonly secret: Secret })[] {
    return Object.entries(presentIn(this.host.parameters, declared).services).flatMap(
      ([service, declaration]) =>
        secretsOf(declaration)
          .filter(({ previews }) => !this.isPreview || previews === 'own')
          .map((secret) => ({ environment: this.name, service, name: secret.name, secret })),
    );
  }

  /** @throws Failure when it is not declared, or has its value elsewhere. */
  find({ service, name }: Named): { readonly declaration: Service; readonly secret: Secret } {
    const declaration = findNamed('service', service, new Map(Object.entries(this.services)));
    const secrets = new Map(secretsOf(declaration).map((secret) => [secret.name, secret]));
    if (secrets.size === 0) {
      throw new Failure(`services/${service}.ts declares no secret; allowed there: secrets: ['${name}']`);
    }
    const secret = findNamed('secret', name, secrets);
    if (this.isPreview && secret.previews === 'host') {
      const host = this.host.name;
      throw new Failure(
        `${this.name} takes the value of ${host}, as services/${service}.ts declares: npm run secret -- set ${host} ${service} ${name}`,
      );
    }
    return { declaration, secret };
  }

  isDeclared({ service, name }: Pick<Named, 'service' | 'name'>): boolean {
    return this.declared().some((one) => one.service === service && one.name === name);
  }

  nameOf({ service, name }: Named): string {
    return secretName(this.naming, keptName(service, this.services), name);
  }

  /** The service and the secret of a name. Undefined: it is none of here that people put. */
  read(name: string): Named | undefined {
    const [environment, kept, secret] = readSecretName(name) ?? [];
    if (environment !== this.name || kept === undefined || secret === undefined) return undefined;
    return { environment, service: nameOfKept(kept, this.services) ?? kept, name: secret };
  }

  /** What the names of all secrets here begin with. */
  get prefix(): string {
    return `/${this.naming.platform}/${this.name}/`;
  }

  /** A preview has a key of its own only once it is deployed, and its secrets come before. */
  get keyAlias(): string {
    return keyAlias({ ...this.naming, environment: this.host.name }, 'secrets');
  }

  /** Those of all that is here, so that it is found with the rest. */
  get tags(): Record<string, string> {
    const tags = { ...defaultTags(this.naming, this.host.parameters.owner), 'managed-by': 'npm run secret' };
    if (this.previewDays === undefined) return tags;
    const id = this.name.slice(PREVIEW_STACKS.length);
    const expires = new Date(Date.now() + this.previewDays * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    return { ...tags, preview: id, 'preview-of': id, expires };
  }

  /** For how many days one that was removed can be restored. */
  get recoveryDays(): number {
    return Math.max(LEAST_RECOVERY, protection(this.host.parameters.protected).secretRecoveryDays);
  }

  /** The command that brings to pods what was put. */
  get deploy(): string {
    return this.isPreview
      ? `npm run preview -- up ${this.name.slice(PREVIEW_STACKS.length)}`
      : `npx cdktf deploy ${this.name}-services --ignore-missing-stack-dependencies`;
  }

  /** The command that makes what has to be there first. */
  get deployFirst(): string {
    return `npx cdktf deploy ${this.host.name} --ignore-missing-stack-dependencies`;
  }

  private get isPreview(): boolean {
    return this.previewDays !== undefined;
  }
}
