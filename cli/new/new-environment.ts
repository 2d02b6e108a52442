import { block, overlap } from '../../parameters/cidr';
import { parameterFile } from '../../parameters/parameter-file';
import type { Project } from '../../parameters/project';
import { findNamed } from '../find-named';
import { valueAt, withValue } from '../json-edit';
import type { NewEnvironmentArguments } from './arguments';
import { DEPLOY, DOCS, withDeployJob, withRow } from './environment-lines';
import type { NewFiles, ProjectFiles } from './new-files';

/** A copy of another environment, with an account and a network of its own. */
export function newEnvironment(
  { name, from, account, cidr }: NewEnvironmentArguments,
  project: ProjectFiles,
  platform: Project,
): NewFiles {
  const all = new Map(project.environments.map((one) => [one, project.text(parameterFile(one))]));
  const copied = findNamed('--from', from, all);
  const networks = [...all.values()].map((text) => String(valueAt(text, ['network', 'cidr'])));
  const promotedFrom = valueAt(copied, ['promotedFrom']) as string | undefined;
  const values: [string[], unknown][] = [
    [['account'], account],
    [['network', 'cidr'], cidr ?? freeNetwork(networks)],
    // One environment is enough for previews: they name it. A domain leads to one as well.
    [['hostsPreviews'], undefined],
    [['entrance', 'domains'], undefined],
  ];
  return {
    declared: project.declared,
    files: new Map([
      [parameterFile(name), values.reduce((text, [path, value]) => changed(text, path, value), copied)],
      [DEPLOY, withDeployJob(project.text(DEPLOY), name, promotedFrom)],
      [DOCS, withRow(project.text(DOCS), platform, name)],
    ]),
    next: [
      `npm run local -- ${name}   makes it on this machine`,
      `npm run quotas, npm run bootstrap, npx cdktf deploy account-${name}   in AWS, once: docs/operating.md`,
      `the environment "${name}" in the forge, as docs/pull-requests.md lists it`,
    ],
  };
}

function changed(text: string, path: string[], value: unknown): string {
  return value === undefined && valueAt(text, path) === undefined ? text : withValue(text, path, value);
}

/** The next block that no environment has, by tens as people number them, else by ones. */
function freeNetwork(taken: readonly string[]): string {
  const blocks = taken.flatMap((cidr) => block(cidr) ?? []);
  const seconds = [...Array(26).keys()].map((ten) => ten * 10).concat([...Array(256).keys()]);
  const isFree = (cidr: string) => !blocks.some((one) => overlap(one, block(cidr)!));
  const last = Math.max(0, ...taken.map((cidr) => Number(/^10\.(\d+)\./.exec(cidr)?.[1] ?? 0)));
  const candidates = [...seconds.filter((second) => second > last), ...seconds].map(
    (second) => `10.${second}.0.0/16`,
  );
  return candidates.find(isFree)!;
}
