/**
 * Why the app must not synthesize for the CDKTF CLI that called it: the call bypassed this repository's
 * command. Undefined: nothing is wrong.
 *
 * The CLI does not tell the app what it was asked to do, so a bypassing `synth` is refused with the rest.
 * The app run directly, without the CLI, never is.
 */
export function bypassed(env: NodeJS.ProcessEnv = process.env): string | undefined {
  // Set by the CLI for the app, and by nobody else.
  const byCli = env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
  if (!byCli || env.PLATFORM_RUN || env.PLATFORM_BARE_CDKTF) return undefined;
  return 'This cdktf is not the repository\'s own, and could leave a lock or hide a failure. Type "npx cdktf ..." instead, for example "npx cdktf deploy prod". (docs/cdktf-command.md)';
}
