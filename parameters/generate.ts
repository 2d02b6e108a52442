import { writeFileSync } from 'node:fs';
import { oneOfEach } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { declared } from '../services/declared';
import { parametersSchema } from './parameters';
import { previewSchema } from './preview-parameters';
import { projectSchema } from './project';
import { jsonSchema, markdown, rows } from './reference';

/** One of each kind, with placeholders for names: the tables describe a service once, however many there are. */
const EXAMPLE = {
  backing: oneOfEach((kind, engine = kind) => `<${engine}>`),
  services: {
    '<service>': {
      description: 'Any service',
      group: '<group>',
      processes: { '<process>': { ready: ['ready'], live: ['live'] } },
      bind: ['<postgres>'],
      flags: { '<flag>': 'Whether the flag is on' },
    },
  },
} satisfies Declared;

/** Files that are made from the schemas. A test fails when one is stale. */
export function generated(): Record<string, string> {
  const environmentRows = rows(parametersSchema(EXAMPLE));
  const described = new Set(environmentRows.map(({ path }) => path));
  const previewRows = rows(previewSchema(EXAMPLE)).filter(({ path }) => !described.has(path));
  return {
    'environments/schema.json': jsonSchema(parametersSchema(declared)),
    'environments/preview.schema.json': jsonSchema(previewSchema(declared)),
    'environments/platform.schema.json': jsonSchema(projectSchema),
    'docs/parameters.md': [
      '# Parameters',
      '',
      'Made from the schemas by `npm run generate`; change `parameters/parameters.ts`, `parameters/service-parameters.ts`, `parameters/preview-parameters.ts` or `parameters/project.ts` instead.',
      '',
      'A change is **in place** (nothing is interrupted), **rolling** (pods are replaced one after another, nothing is interrupted), a **restart** (seconds to minutes without that service, or a failover), or a **replacement** (made anew; stored data moves only by a restore).',
      '',
      '## `environments/<name>.json`',
      '',
      "The file's name is the environment's.",
      '',
      'A name in angle brackets is a placeholder: for a name in `services/backing.ts`, or for the service, group, process or flag in `services/<service>.ts`. `rotations` has a number for each database and each cache with users that the service binds, not only for `<postgres>`.',
      '',
      markdown(environmentRows),
      '',
      '## `environments/preview.json`',
      '',
      'What all previews are like: [previews.md](previews.md).',
      '',
      'What stands below `databases`, `caches`, `groups` and `services` is as in `environments/<name>.json`.',
      '',
      markdown(previewRows),
      '',
      '## `platform.json`',
      '',
      'What all environments share.',
      '',
      markdown(rows(projectSchema)),
      '',
    ].join('\n'),
  };
}

if (require.main === module) {
  for (const [file, content] of Object.entries(generated())) writeFileSync(file, content);
}
