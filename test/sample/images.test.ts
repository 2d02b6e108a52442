import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '../../constructs/tooling/registry';
import { basesOf } from '../../local/images/dockerfile';
import { findExamples } from '../../local/images/example';
import { canMake } from '../../local/images/made-base';
import { platformImages } from '../../local/images/platform-images';
import { declared } from '../../services/declared';
import { services } from '../../services/services';
import { folder } from '../local/temporary';
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

describe('code that is not among the examples', () => {
  beforeEach(() => {
    process.env.PLATFORM_LOCAL = folder({});
  });
  afterEach(() => {
    delete process.env.PLATFORM_LOCAL;
  });

  test('is made of where somebody said, then and later', () => {
    const [service] = Object.keys(services) as [string];
    const elsewhere = folder({ Dockerfile: 'FROM scratch' });
    const before = findExamples();
    expect(findExamples([`${service}=${elsewhere}`])).toMatchObject([{ service, folder: elsewhere }]);
    expect(findExamples().find((example) => example.service === service)!.folder).toBe(elsewhere);
    expect(findExamples().map(({ images }) => images)).toEqual(before.map(({ images }) => images));
  });

  test('fails for a folder without a Dockerfile, and for a service that is none', () => {
    const [service] = Object.keys(services) as [string];
    const empty = folder({});
    expect(() => findExamples([`${service}=${empty}`])).toThrow(
      `${service}=${empty}: got no Dockerfile; allowed: a folder with one`,
    );
    expect(() => findExamples([`no-such-service=${empty}`])).toThrow('images: got "no-such-service"');
  });
});
