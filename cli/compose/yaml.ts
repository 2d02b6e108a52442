import { stringify } from 'yaml';
import type { ComposeFile } from './file';

const HEAD = '# Written by npm run compose: change the declarations, and write it anew.\n';

/** The text of the file. Compose reads YAML 1.1, where `no` is no text unless it is quoted. */
export function writeYaml(file: ComposeFile): string {
  return `${HEAD}${stringify(file, { schema: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })}`;
}
