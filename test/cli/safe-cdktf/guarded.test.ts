import { bypassed } from '../../../cli/safe-cdktf/guarded';

test('the app may synthesize when it is run directly', () => {
  expect(bypassed({})).toBeUndefined();
});

test("the app may synthesize for this repository's command", () => {
  expect(
    bypassed({ CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true', PLATFORM_RUN: 'cdktf.out/run-1' }),
  ).toBeUndefined();
});

test('the app may synthesize for the bare CLI when somebody asks for that', () => {
  expect(
    bypassed({ CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true', PLATFORM_BARE_CDKTF: '1' }),
  ).toBeUndefined();
});

test('fails for any other cdktf, and says what to type', () => {
  expect(bypassed({ CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true' })).toContain(
    'Type "npx cdktf ..." instead',
  );
});
