import { readFileSync } from 'node:fs';
import cliPackage from '../../cli/package.json';
import { IMAGES } from '../../constructs/services/bindings/setup-images';
import packageJson from '../../package.json';
import { CATALOGUE } from '../../parameters/catalogue/catalogue';
import { TERRAFORM_VERSIONS } from '../../terraform/program';

/** A version that all environments share. */
export interface Shared {
  readonly what: string;
  readonly version: string;
  /** Where it is changed, and how. */
  readonly how: string;
}

/** After so many days the lists are too old to go by. */
export const CATALOGUE_DAYS = 180;

/** What is pinned in the code, and changes for all environments with one pull request. */
export function shared(): Shared[] {
  const { dependencies } = packageJson;
  const images = Object.entries(IMAGES).map(([name, image]) => ({
    what: `setup image of ${name}`,
    version: image.replace(/^.*:(.*)@.*$/, '$1'),
    how: 'constructs/services/bindings/setup-images.ts, by digest; the setup jobs run again',
  }));
  return [
    {
      what: 'Terraform',
      version: TERRAFORM_VERSIONS,
      how: 'what runs the deploys; a state that a newer one wrote, an older one refuses',
    },
    {
      what: 'AWS provider',
      version: locked('aws'),
      how: 'with @cdktf/provider-aws in package.json, then .terraform.lock.hcl (docs/cdktf-command.md)',
    },
    {
      what: 'Kubernetes provider',
      version: locked('kubernetes'),
      how: 'stacks/use-cluster.ts, then .terraform.lock.hcl (docs/cdktf-command.md)',
    },
    { what: 'CDKTF', version: dependencies.cdktf.replace(/^npm:/, ''), how: 'package.json' },
    {
      what: 'CDKTF CLI',
      version: Object.values(cliPackage.dependencies)[0]!.replace(/^npm:/, ''),
      how: 'cli/package.json',
    },
    ...images,
  ];
}

/** The version of a provider that the stacks are made with. */
function locked(provider: string): string {
  const lock = readFileSync('.terraform.lock.hcl', 'utf8');
  return (
    new RegExp(`/hashicorp/${provider}" \\{\\s*version += "([^"]+)"`).exec(lock)?.[1] ??
    'not in .terraform.lock.hcl'
  );
}

/** Which lists are so old that they should be renewed before anybody goes by them. */
export function oldLists(today: string): string[] {
  const since = new Date(Date.parse(today) - CATALOGUE_DAYS * 86_400_000).toISOString().slice(0, 10);
  return Object.entries(CATALOGUE)
    .filter(([, { taken }]) => taken < since)
    .map(
      ([name, { taken }]) =>
        `parameters/catalogue/${name}.json is of ${taken}: renew it (npm run catalogue), or ask AWS (--aws)`,
    );
}
