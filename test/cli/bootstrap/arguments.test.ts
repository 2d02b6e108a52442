import { parseBootstrapArguments } from '../../../cli/bootstrap/arguments';

test('asks before it deploys, unless it is told not to', () => {
  expect(parseBootstrapArguments([])).toEqual({ help: false, autoApprove: false });
  expect(parseBootstrapArguments(['--auto-approve'])).toEqual({ help: false, autoApprove: true });
});

test.each([
  ['--force', "Unknown option '--force'"],
  ['dev', "Unexpected argument 'dev'"],
])('refuses %s, and shows what there is', (argument, message) => {
  expect(() => parseBootstrapArguments([argument])).toThrow(message);
  expect(() => parseBootstrapArguments([argument])).toThrow('npm run bootstrap');
});
