import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Composed, composeFile } from '../../../cli/compose/compose-file';
import { type Objects, type Synthesis, synthesizeServices } from '../../../cli/compose/pods/objects';
import { selectServices } from '../../../cli/compose/selection';
import { writeYaml } from '../../../cli/compose/yaml';
import type { Declared } from '../../../declarations/binding';
import { environments, declared as fixture, project } from '../../fixture/fixture';
import type { Json } from '../../helpers';

/** In place of the file `.env`: tells each secret by its name. */
export const secrets = { password: (name: string) => `password-of-${name}`, place: () => false };

interface Choice {
  readonly declared?: Declared;
  readonly environment?: string;
  readonly folders?: ReadonlyMap<string, string>;
}

/** What the command writes for services of the fixture, as Compose reads it. */
export function compose(
  names: readonly string[],
  choice: Choice = {},
): Composed & { read: Json; text: string } {
  const { declared = fixture, environment: name = 'dev', folders = new Map() } = choice;
  const environment = environments.find((one) => one.name === name)!;
  const synthesis = { project, environment, declared };
  const composed = composeFile({
    ...synthesis,
    objects: objectsOf(synthesis),
    selected: selectServices(names, declared),
    folders,
    certificate: 'ABC',
    secrets,
  });
  const text = writeYaml(composed.file);
  return { ...composed, text, read: parse(text, { schema: 'yaml-1.1' }) };
}

const made = new Map<Declared, Map<string, Objects>>();

/** The synthesis that the command makes, once for each environment. */
export function objectsOf(synthesis: Synthesis): Objects {
  const { declared, environment } = synthesis;
  const ofDeclared = made.get(declared) ?? new Map<string, Objects>();
  made.set(declared, ofDeclared);
  const objects = ofDeclared.get(environment.name) ?? synthesized(synthesis);
  ofDeclared.set(environment.name, objects);
  return objects;
}

function synthesized(synthesis: Synthesis): Objects {
  const folder = mkdtempSync(join(tmpdir(), 'composed-'));
  try {
    return synthesizeServices(synthesis, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
