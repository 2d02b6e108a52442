import { reportPython } from './report-python';
import { check } from './run';

// The first time it installs its packages.
jest.setTimeout(5 * 60_000);

test('the report passes its own tests', async () => {
  const python = await reportPython();
  expect(await check('report', python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'])).toMatch(
    /[1-9]\d* passed/,
  );
});
