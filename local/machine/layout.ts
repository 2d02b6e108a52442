import { join, resolve } from 'node:path';
import { userCache } from '../../programs/user-cache';

/** Where the project is, whatever the working directory. */
export const projectRoot = resolve(__dirname, '../..');

/** Every path that the local command writes to: below one ignored folder, and what all checkouts share in `userCache`. */
export interface Layout {
  readonly directory: string;
  /** Python virtual environment with the emulator's dependencies and the AWS CLI. */
  readonly venv: string;
  /** Commands for the user's PATH: the AWS CLI and kubectl, and no second Python. */
  readonly bin: string;
  /** What is built from Go, for all checkouts of the user: a cluster's Kubernetes API and others, a folder each. */
  readonly programs: string;
  /** Archives of images, a file each, for all checkouts of the user. Pods of which it has all images run for real. */
  readonly images: string;
  /** Python virtual environment with Go, where the machine has none. */
  readonly go: string;
  /** Pid and port of the running emulator. */
  readonly emulatorRecord: string;
  readonly emulatorDirectory: string;
  readonly emulatorLog: string;
  /** Certificate and key of what signs the certificates of the servers, in the place of Amazon. */
  readonly authority: string;
  readonly awsConfig: string;
  readonly awsCredentials: string;
  /** For kubectl, a file for each environment that is deployed. */
  readonly kubeconfigs: string;
  /** CLI configuration for Terraform. */
  readonly terraformConfig: string;
  /** What mirrors of providers hold, as OpenTofu looks for it. */
  readonly openTofuMirror: string;
  readonly pluginCache: string;
  /** Terraform's output, and who ran it, one file a stack. */
  readonly runs: string;
  readonly synthesized: string;
  readonly bootstrapState: string;
  /** Held by the run that starts the emulator and bootstraps it. */
  readonly lock: string;
  /** One file for each environment, held by the run that deploys or destroys it. */
  readonly environmentLocks: string;
  /** Held by the run that installs the emulator, which all folders share. */
  readonly programsLock: string;
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
    programs: join(userCache(), 'programs'),
    images: join(userCache(), 'images'),
    go: shared('go'),
    emulatorRecord: at('emulator.json'),
    emulatorDirectory: at('emulator'),
    emulatorLog: at('emulator', 'output.log'),
    authority: at('authority'),
    awsConfig: at('aws', 'config'),
    awsCredentials: at('aws', 'credentials'),
    kubeconfigs: at('kubeconfig'),
    terraformConfig: at('terraformrc'),
    openTofuMirror: at('opentofu-mirror'),
    pluginCache: shared('plugin-cache'),
    runs: at('runs'),
    synthesized: at('cdktf.out'),
    bootstrapState: at('bootstrap.tfstate'),
    lock: at('lock'),
    environmentLocks: at('locks'),
    programsLock: shared('programs.lock'),
  };
}
