import { start } from '../../console/start';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { today } from '../../parameters/today';
import { declared } from '../../services/declared';
import { write } from '../edit-parameters';
import { findNamed } from '../find-named';
import { parseUpgradesArguments, usage } from './arguments';
import { askAws } from './aws-offer';
import { inOrder, upgradesOf } from './environment-upgrades';
import { findStep } from './find-step';
import { CATALOGUE_OFFER } from './offer';
import { report } from './report';
import { oldLists, shared } from './shared';

// npm run upgrades: what runs, until when, and where it can go. docs/runbooks/upgrades.md

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseUpgradesArguments(args);
  if (!parsed) {
    console.log(usage);
    return;
  }
  const project = loadProject('platform.json');
  const load = () => loadEnvironments(environmentsFolder(), declared);
  const environments = inOrder(load());
  const byName = new Map(environments.map((one) => [one.name, one] as const));
  const chosen = parsed.environments.map((name) => findNamed('environment', name, byName));
  const wanted = environments.filter((one) => chosen.length === 0 || chosen.includes(one));
  const found = await Promise.all(
    wanted.map(async (environment) => {
      const before = byName.get(environment.parameters.promotedFrom ?? '');
      const asked = parsed.aws ? await askAws(environment, declared, project) : undefined;
      return upgradesOf(
        environment,
        declared,
        project,
        asked?.offer ?? CATALOGUE_OFFER,
        before,
        asked?.running,
      );
    }),
  );
  if (parsed.write === undefined) {
    const lists = parsed.aws ? [] : oldLists(today());
    console.log(
      parsed.json
        ? JSON.stringify({ environments: found, shared: shared(), old: lists }, null, 2)
        : report(found, shared(), lists),
    );
    return;
  }
  const { name, document } = wanted[0]!;
  const step = findStep(found[0]!, parsed.write);
  write(document.file, document.text, step.edits, load);
  for (const [path, value] of step.edits) console.log(`${document.file}: ${path.join('.')} is ${value}`);
  if (step.before) console.log(`Before the deploy: ${step.before}`);
  console.log(`Then: a pull request, whose plan is that of npm run plan -- ${name}`);
}

start(main);
