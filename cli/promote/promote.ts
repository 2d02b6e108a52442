import { start } from '../../console/start';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { partsOf } from '../../parameters/version';
import { declared } from '../../services/declared';
import { write } from '../edit-parameters';
import { findNamed } from '../find-named';
import { type PromoteArguments, parsePromoteArguments, usage } from './arguments';
import { findPromotion, type PromotedVersion } from './promotion';

// npm run promote: the version of one environment, digest and all, for the next one. docs/images.md

function main(args: readonly string[]): void {
  const parsed = parsePromoteArguments(args);
  if (!parsed) {
    console.log(usage);
    return;
  }
  findNamed('service', parsed.service, new Map(Object.entries(declared.services)));
  const load = () => loadEnvironments(environmentsFolder(), declared);
  const environments = load();
  const found = findPromotion(parsed, environments);
  const { document } = environments.find(({ name }) => name === parsed.to)!;
  if (found.edits.length > 0) write(document.file, document.text, found.edits, load);
  console.log(parsed.json ? inJson(parsed, found) : report(parsed, found));
}

function inJson({ service, from, to }: PromoteArguments, { file, before, after, edits }: PromotedVersion) {
  return JSON.stringify({ service, from, to, file, before, after, changed: edits.length > 0 }, null, 2);
}

function report({ service, to }: PromoteArguments, { file, before, after, edits }: PromotedVersion): string {
  if (edits.length === 0) return `${file}: ${service} is ${after} already, nothing has changed`;
  const note = partsOf(after).digest
    ? []
    : [
        `${after} names no digest: the registry refuses to move a tag, and a digest shows that nobody did. npm run image -- list ${service} tells it.`,
      ];
  return [
    `${file}: services.${service}.version is ${after}, was ${before}`,
    ...note,
    `Then: a pull request, whose plan is that of npm run plan -- ${to}-services`,
  ].join('\n');
}

start(main);
