import type { Environment } from '../../parameters/environment';
import { partsOf, pinned, versionsOf } from '../../parameters/version';
import type { BuiltImage } from './build';
import type { PushedImage } from './push';
import type { ScanResult, StoredImage } from './repository';
import { type FindingSeverity, SEVERITIES } from './severity';

export function told({ counts, unscanned }: ScanResult): string {
  const all = SEVERITIES.flatMap((name) => (counts[name] ? [`${counts[name]} ${name}`] : []));
  if (unscanned) return [...all, `not scanned (${unscanned})`].join(', ');
  return all.join(', ') || 'none';
}

/** How many findings are of a severity or above. */
export function atLeast({ counts }: ScanResult, severity: FindingSeverity): number {
  const worse = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return worse.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

export function pushReport({ service }: BuiltImage, { version, there, scan }: PushedImage, first: string) {
  return [
    `${service}: ${there ? 'is in the registry already' : 'pushed'}: ${version}`,
    `Findings: ${told(scan)}`,
    `To run it: npm run promote -- ${service} ${version} ${first}`,
  ].join('\n');
}

/** For the summary of a workflow. */
export function pushSummary({ service, commit }: BuiltImage, { version, scan }: PushedImage): string {
  const rows = SEVERITIES.map((name) => `| ${name} | ${scan.counts[name] ?? 0} |`);
  const table = scan.unscanned
    ? [`Not scanned: ${scan.unscanned}`]
    : ['| findings | |', '|---|---|', ...rows];
  return [`## ${service}`, '', `\`${version}\`, of commit ${commit}`, '', ...table, ''].join('\n');
}

/** For the other steps of a workflow. */
export function pushOutputs({ name }: BuiltImage, { version, digest }: PushedImage): string {
  const repository = name.slice(0, name.lastIndexOf(':'));
  return [`version=${version}`, `digest=${digest}`, `repository=${repository}`, ''].join('\n');
}

/** What the registry has, and where it runs. */
export function listed(
  service: string,
  images: readonly StoredImage[],
  environments: readonly Environment[],
) {
  return images.map(({ digest, tags, pushed, bytes }) => {
    const versions = tags.map((tag) => `${tag}@${digest}`);
    const runs = (running: string) => {
      const parts = partsOf(running);
      return parts.digest === undefined ? tags.includes(parts.tag!) : parts.digest === digest;
    };
    const runsIn = environments
      .filter(({ parameters: { services } }) =>
        versionsOf(services[service] ?? {}).some((running) => runs(pinned(running))),
      )
      .map(({ name }) => name);
    return { versions, pushed, bytes, runsIn };
  });
}

export function listReport(service: string, images: ReturnType<typeof listed>): string {
  if (images.length === 0) return `${service} has no image yet: npm run image -- push ${service}`;
  return images
    .map(({ versions, pushed, bytes, runsIn }) =>
      [
        ...versions,
        `  pushed ${pushed.slice(0, 16).replace('T', ' ')}${bytes ? `, ${(bytes / 1e6).toFixed(1)} MB` : ''}${runsIn.length > 0 ? `, runs in ${runsIn.join(', ')}` : ''}`,
      ].join('\n'),
    )
    .join('\n');
}
