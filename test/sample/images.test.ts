import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '../../constructs/tooling/registry';
import { basesOf } from '../../local/images/dockerfile';
import { findExamples } from '../../local/images/example';
import { canMake } from '../../local/images/made-base';
import { platformImages } from '../../local/images/platform-images';
import { declared } from '../../services/declared';
import { environments, project, synthesizer } from './sample';

const examples = findExamples();
const registry = new Registry(project);

test('the image of an example has the name that its pods run', () => {
  const dev = environments.find(({ name }) => name === 'dev')!;
  const text = JSON.stringify(synthesizer.services(dev));
  expect(examples.flatMap(({ images }) => images).filter((image) => !text.includes(`"${image}"`))).toEqual(
    [],
  );
});

test('every image that pods of dev run is made here, but of services whose code is elsewhere', () => {
  const dev = environments.find(({ name }) => name === 'dev')!;
  const text = JSON.stringify(synthesizer.services(dev));
  const elsewhere = Object.keys(declared.services)
    .filter((name) => !examples.some(({ service }) => service === name))
    .map((name) => `/${registry.repository(name)}`);
  const run = new Set(
    [...text.matchAll(/"image":"([^"]+)"/g)]
      .map(([, image]) => image!)
      .filter((image) => !elsewhere.some((repository) => image.split(/[:@]/)[0]!.endsWith(repository))),
  );
  const made = [...examples.flatMap(({ images }) => images), ...platformImages(declared)];
  expect([...run].sort()).toEqual(made.sort());
});

test('the image of an example can be made on a machine that no registry answers', () => {
  const bases = examples.map(({ folder }) => basesOf(readFileSync(join(folder, 'Dockerfile'), 'utf8')).final);
  expect(bases.filter((base) => base !== 'scratch' && !canMake(base))).toEqual([]);
});

test('fails for a service that has no example, with what was meant', () => {
  expect(() => findExamples(['no-such-service'])).toThrow('images: got "no-such-service"');
});
