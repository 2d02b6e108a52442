import { readFileSync } from 'node:fs';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { declared } from '../../services/declared';
import { inOrder } from '../upgrades/environment-upgrades';
import type { ProjectFiles } from './new-files';

/** @throws ParameterError when something is wrong with them already. */
export function projectFiles(): ProjectFiles {
  return {
    declared,
    environments: inOrder(loadEnvironments(environmentsFolder(), declared)).map(({ name }) => name),
    text: (file) => readFileSync(file, 'utf8'),
  };
}
