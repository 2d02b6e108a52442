import { type Dirent, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { Provider } from '../../terraform/synthesized-stack';
import { fits } from './version';

const REGISTRY = 'registry.terraform.io';
const OPENTOFU_REGISTRY = 'registry.opentofu.org';

export interface Mirror {
  readonly path: string;
  readonly sources: readonly string[];
}

/** Folders below which people unpack mirrors, and where Terraform looks when it is left alone. */
export function mirrorPlaces(root = '/', home = homedir()): string[] {
  const parents = ['opt', 'usr/share', 'usr/local/share'].map((path) => join(root, path));
  const terraform = [join(home, '.terraform.d'), join(home, '.local/share/terraform')];
  return [
    ...[...parents, ...terraform].flatMap((parent) => [parent, ...folders(parent)]),
    ...parents.map((parent) => join(parent, 'terraform/plugins')),
  ];
}

/** The places that hold one of the providers at a version that the stacks accept. */
export function findMirrors(places: readonly string[], providers: readonly Provider[]): Mirror[] {
  return places
    .map((path) => ({
      path,
      sources: providers.filter((provider) => holds(path, provider)).map(({ source }) => source),
    }))
    .filter(({ sources }) => sources.length > 0);
}

/** Links what mirrors hold into a folder, under the registry that OpenTofu takes the same providers from. */
export function linkForOpenTofu(folder: string, mirrors: readonly Mirror[]): void {
  for (const { path, sources } of mirrors) {
    for (const source of sources)
      linkProvider(join(path, REGISTRY, source), join(folder, OPENTOFU_REGISTRY, source));
  }
}

/** Platforms of unpacked versions, and archives, one by one: OpenTofu does not follow a link to a whole provider. */
function linkProvider(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const { name } of entries(from)) {
    const platforms = folders(join(from, name)).map((platform) => basename(platform));
    if (platforms.length > 0) mkdirSync(join(to, name));
    const links = platforms.length > 0 ? platforms.map((platform) => join(name, platform)) : [name];
    for (const link of links) symlinkSync(join(from, link), join(to, link));
  }
}

/**
 * Terraform's CLI configuration, which OpenTofu reads too: the mirrors for what they hold, the registry for all else.
 * The registry is left out for what a mirror holds, or Terraform asks it all the same, and fails where it is out of
 * reach.
 * @param openTofuMirror the folder of `linkForOpenTofu`. Undefined: for Terraform alone.
 */
export function cliConfig(mirrors: readonly Mirror[], openTofuMirror?: string): string {
  const addresses = (registry: string, sources: readonly string[]) =>
    sources.map((source) => JSON.stringify(`${registry}/${source}`));
  const mirror = (path: string, include: readonly string[]) =>
    `  filesystem_mirror {\n    path    = ${JSON.stringify(path)}\n    include = [${include.join(', ')}]\n  }\n`;
  const held = [...new Set(mirrors.flatMap(({ sources }) => sources))];
  const forOpenTofu = addresses(OPENTOFU_REGISTRY, held);
  const blocks = [
    ...mirrors.map(({ path, sources }) => mirror(path, addresses(REGISTRY, sources))),
    ...(openTofuMirror && held.length > 0 ? [mirror(openTofuMirror, forOpenTofu)] : []),
  ];
  const excluded = [...addresses(REGISTRY, held), ...(openTofuMirror ? forOpenTofu : [])];
  const direct =
    held.length > 0 ? `  direct {\n    exclude = [${excluded.join(', ')}]\n  }\n` : '  direct {}\n';
  return `disable_checkpoint = true\n\nprovider_installation {\n${blocks.join('')}${direct}}\n`;
}

function holds(path: string, { source, version }: Provider): boolean {
  return held(join(path, REGISTRY, source), source).some((found) => fits(found, version));
}

/** The versions in a provider's folder: unpacked, one folder a platform, or packed, one archive a platform. */
function held(folder: string, source: string): string[] {
  const archive = new RegExp(`^terraform-provider-${source.split('/')[1]}_(.+)_${platform()}\\.zip$`);
  return entries(folder).flatMap(({ name }) => {
    const packed = name.match(archive)?.[1];
    return packed ?? (existsSync(join(folder, name, platform())) ? name : []);
  });
}

function platform(): string {
  return `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
}

function folders(parent: string): string[] {
  return entries(parent)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => join(parent, name));
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
