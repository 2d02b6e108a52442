import { writeFileSync } from 'node:fs';
import { declared } from '../services/declared';
import { parametersSchema } from './parameters';
import { previewSchema } from './preview-parameters';
import { projectSchema } from './project';
import { jsonSchema, markdown } from './reference';

/** Files that are made from the schemas. A test fails when one is stale. */
export function generated(): Record<string, string> {
  const schema = parametersSchema(declared);
  const preview = previewSchema(declared);
  return {
    'environments/schema.json': jsonSchema(schema),
    'environments/preview.schema.json': jsonSchema(preview),
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
      markdown(schema),
      '',
      '## `environments/preview.json`',
      '',
      'What all previews are like: [previews.md](previews.md).',
      '',
      markdown(preview),
      '',
      '## `platform.json`',
      '',
      'What all environments share.',
      '',
      markdown(projectSchema),
      '',
    ].join('\n'),
  };
}

if (require.main === module) {
  for (const [file, content] of Object.entries(generated())) writeFileSync(file, content);
}
