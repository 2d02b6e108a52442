import { refuseAbsent } from '../../cli/refuse-absent';
import { Failure } from '../../console/failure';
import { environments } from '../fixture/fixture';

const dev = environments.find(({ name }) => name === 'dev')!;
const { report, ...others } = dev.parameters.services;
const absent = { ...report!, absent: "no customer's data in dev" };
const without = { ...dev, parameters: { ...dev.parameters, services: { ...others, report: absent } } };

test('a command says why a service does not run where it was asked for', () => {
  expect(() => refuseAbsent('report', without)).toThrow(
    new Failure(`report does not run in dev: no customer's data in dev (${dev.document.file}, "absent")`),
  );
});

test('and lets those pass that do', () => {
  expect(() => refuseAbsent('catalog', without)).not.toThrow();
  expect(() => refuseAbsent('report', dev)).not.toThrow();
});
