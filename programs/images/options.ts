import type { BuildOptions } from './image-builder';

/** What Docker and buildah call the same. */
export function commonOptions({ build, labels = {} }: BuildOptions): string[] {
  return [
    ...(build ? ['--build-context', `build=${build}`] : []),
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
  ];
}

/** This machine's platform, as images name it. */
export function ownPlatform(arch: string = process.arch): string {
  return `linux/${arch === 'x64' ? 'amd64' : arch}`;
}
