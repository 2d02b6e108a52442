import { resolve } from 'node:path';

/** Where the project is, whatever the working directory. */
export const projectRoot = resolve(__dirname, '../..');

/** Every path that the local command writes to: all below one ignored folder. */
export interface Layout {
  readonly directory: string;
  /** Python virtual environment with the emulator's dependencies and the AWS CLI. */
  readonly venv: string;
  /** Commands for the user's PATH: the AWS CLI and kubectl, and no second Python. */
  readonly bin: string;
  /** What is built from Go: a cluster's Kubernetes API, and Terraform's provider for Kubernetes. */
  readonly kubernetes: string;
  /** Python virtual environment with Go, where the machine has none. */
  readonly go: string;
  /** Pid and port of the running emulator. */
  readonly emulatorRecord: string;
  readonly emulatorDirectory: string;
  readonly emulatorLog: string;
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
  /** Held by the run that installs the emulator, which all folders share. */
  readonly programsLock: string;
  /** Held by the run that builds the Kubernetes API and Terraform's provider for it. */
  readonly kubernetesLock: string;
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
    kubernetes: shared('kubernetes'),
    go: shared('go'),
    emulatorRecord: at('emulator.json'),
    emulatorDirectory: at('emulator'),
    emulatorLog: at('emulator', 'output.log'),
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
    programsLock: shared('programs.lock'),
    kubernetesLock: shared('kubernetes.lock'),
  };
}
