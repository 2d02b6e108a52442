import type { Environment } from '../../parameters/environment';
import { definePreview } from '../../parameters/preview';
import { declared, environments, previewSettings, project } from '../fixture/fixture';
import type { Json } from '../helpers';
import { Synthesizer } from '../synthesizer';

const dev = environments.find(({ name }) => name === 'dev')!;
const { report, ...others } = dev.parameters.services;
const { version: _, ...rest } = report!;
const why = "no customer's data in dev";
const without: Environment = {
  ...dev,
  parameters: { ...dev.parameters, services: { ...others, report: { ...rest, absent: why } } },
};
const { services, platform } = new Synthesizer(project, declared);

const addresses = (stack: Json) =>
  Object.entries<Json>(stack.resource).flatMap(([type, all]) =>
    Object.keys(all).map((id) => `${type}.${id}`),
  );

const all = addresses(services(dev));
const left = addresses(services(without));

test('nothing of a service that is absent is deployed, and nothing of another one is missing', () => {
  const gone = all.filter((address) => !left.includes(address));
  expect(gone.length).toBeGreaterThan(10);
  // Nothing else logs in its form.
  expect(
    gone.filter((address) => !/report|office|_(errors-python|without-levelname)$/.test(address)),
  ).toEqual([]);
  expect(left.filter((address) => /report|office/.test(address))).toEqual([]);
  expect(left.filter((address) => !all.includes(address))).toEqual([]);
});

test('what it binds stays, with what is in it', () => {
  expect(platform(without)).toEqual(platform(dev));
});

describe('a preview', () => {
  const file = JSON.parse(dev.document.text);
  const text = JSON.stringify({ ...file, services: { ...file.services, report: { absent: why } } });
  const host = { ...without, document: { ...dev.document, text } };
  const preview = (versions?: string) =>
    definePreview({ ...previewSettings, host }, { name: 'pr-42', versions }, declared);

  test('has what its host has', () => {
    expect(preview().environment.parameters.services.report!.absent).toBe(why);
    const stack = new Synthesizer(project, declared).preview(preview()).services;
    expect(addresses(stack).filter((address) => /report|office/.test(address))).toEqual([]);
  });

  test('runs one that its host has not, when it is given a version', () => {
    const { report: there } = preview('report=2.1.0').environment.parameters.services;
    expect([there!.absent, there!.version]).toEqual([undefined, '2.1.0']);
  });
});
