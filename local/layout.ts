import { resolve } from 'node:path';

/** Where the project is, whatever the working directory. */
export const projectRoot = resolve(__dirname, '..');

/** Every path that the local command writes to: all below one ignored folder. */
export interface Layout {
  readonly directory: string;
  /** Python virtual environment with the emulator's dependencies and the AWS CLI. */
  readonly venv: string;
  /** Commands for the user's PATH: the AWS CLI, and no second Python. */
  readonly bin: string;
  /** Pid and port of the running emulator. */
  readonly emulatorRecord: string;
  readonly emulatorDirectory: string;
  readonly emulatorLog: string;
  readonly awsConfig: string;
  readonly awsCredentials: string;
  /** CLI configuration for Terraform. */
  readonly terraformConfig: string;
  readonly pluginCache: string;
  /** Terraform's output, and who ran it, one file a stack. */
  readonly runs: string;
  readonly synthesized: string;
  readonly bootstrapState: string;
  /** Held by the run that prepares what all runs share. */
  readonly lock: string;
}

/**
 * `PLATFORM_LOCAL` names another folder: an emulator of its own, as the end-to-end tests need it. What takes long to
 * make is shared by all folders.
 */
export function layout(directory = process.env.PLATFORM_LOCAL || '.local'): Layout {
  const at = (...parts: string[]) => resolve(projectRoot, directory, ...parts);
  const shared = (name: string) => resolve(projectRoot, '.local', name);
  return {
    directory: at(),
    venv: shared('venv'),
    bin: at('bin'),
    emulatorRecord: at('emulator.json'),
    emulatorDirectory: at('emulator'),
    emulatorLog: at('emulator', 'output.log'),
    awsConfig: at('aws', 'config'),
    awsCredentials: at('aws', 'credentials'),
    terraformConfig: at('terraformrc'),
    pluginCache: shared('plugin-cache'),
    runs: at('runs'),
    synthesized: at('cdktf.out'),
    bootstrapState: at('bootstrap.tfstate'),
    lock: at('lock'),
  };
}
