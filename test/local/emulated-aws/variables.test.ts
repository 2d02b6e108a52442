import { join } from 'node:path';
import {
  childEnvironment,
  exportLines,
  hasTerraformConfig,
  strangers,
  variables,
} from '../../../local/emulated-aws/variables';
import { layout } from '../../../local/machine/layout';
import { folder } from '../temporary';

const emulator = {
  pid: 1,
  port: 4577,
  caller: { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' },
};
const paths = layout('/project/.local');
const own = (env: NodeJS.ProcessEnv = {}) => variables(paths, emulator, 'eu-central-1', env);

test('nothing of the AWS settings of the user reaches a child', () => {
  const env = childEnvironment(
    { AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'mine', AWS_ENDPOINT_URL_S3: 'https://s3', HOME: '/me' },
    own(),
  );
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4577',
    AWS_ACCESS_KEY_ID: 'ASIA1',
    AWS_SESSION_TOKEN: 't',
    AWS_CONFIG_FILE: '/project/.local/aws/config',
    AWS_SHARED_CREDENTIALS_FILE: '/project/.local/aws/credentials',
    HOME: '/me',
  });
  expect(Object.keys(env).filter((name) => /PROFILE|URL_/.test(name))).toEqual([]);
});

test('nor do settings that make another Terraform of it', () => {
  const env = childEnvironment(
    { TF_WORKSPACE: 'x', TF_DATA_DIR: '/x', TF_VAR_a: '1', TF_LOG: 'debug' },
    own(),
  );
  expect(Object.keys(env).filter((name) => /^TF_(WORKSPACE|DATA_DIR|VAR)/.test(name))).toEqual([]);
  expect(env.TF_LOG).toBe('debug');
  expect(() => childEnvironment({ TF_CLI_ARGS_apply: '-target=a' }, own())).toThrow(
    'unset TF_CLI_ARGS_apply',
  );
});

test('nor do settings from which a Kubernetes provider takes what a stack leaves open', () => {
  const env = childEnvironment({ KUBE_TOKEN: 'mine', KUBE_CONFIG_PATH: '/me/.kube/config' }, own());
  expect(Object.keys(env).filter((name) => name.startsWith('KUBE_'))).toEqual([]);
});

test('what has an account before its host is asked of the emulator, whatever proxy the user has', () => {
  expect(own({ HTTP_PROXY: 'http://proxy', http_proxy: 'http://proxy' }).HTTP_PROXY).toBe(
    'http://127.0.0.1:4577',
  );
});

test('a shell keeps its own proxy for what reads the variable in lower case, such as curl', () => {
  expect(own({ http_proxy: 'http://proxy' })).not.toHaveProperty('http_proxy');
});

test('a proxy is not asked for the emulator', () => {
  // The AWS CLI reads the one in lower case, Terraform the other.
  for (const name of ['NO_PROXY', 'no_proxy']) {
    for (const read of ['NO_PROXY', 'no_proxy'])
      expect(own({ [name]: 'intra.example' })[read]).toBe('intra.example,127.0.0.1');
  }
  expect(own({ NO_PROXY: 'a', no_proxy: 'b' }).no_proxy).toBe('a,b,127.0.0.1');
  expect(own({ NO_PROXY: 'intra.example' }).NO_PROXY).toBe('intra.example,127.0.0.1');
  expect(own({ NO_PROXY: '127.0.0.1' }).NO_PROXY).toBe('127.0.0.1');
});

test('the AWS CLI of the project comes first, however often the variables are set', () => {
  expect(own({ PATH: '/usr/bin:/project/.local/bin' }).PATH).toBe('/project/.local/bin:/usr/bin');
});

test('a CLI configuration of the user is left in force, and one that is not there is not', () => {
  const home = folder({ '.terraformrc': '' });
  const missing = join(home, 'none');
  expect(hasTerraformConfig({}, home)).toBe(true);
  expect(hasTerraformConfig({ TF_CLI_CONFIG_FILE: join(home, '.terraformrc') }, '/nowhere')).toBe(true);
  expect(hasTerraformConfig({ TF_CLI_CONFIG_FILE: missing }, home)).toBe(false);
  expect(hasTerraformConfig({}, '/nowhere')).toBe(false);
  expect(own({ TF_CLI_CONFIG_FILE: missing }).TF_CLI_CONFIG_FILE).toBe('/project/.local/terraformrc');
  expect(own({ TF_CLI_CONFIG_FILE: join(home, '.terraformrc') }).TF_CLI_CONFIG_FILE).toBeUndefined();
});

test('a plugin cache of the user is used', () => {
  expect(own().TF_PLUGIN_CACHE_DIR).toMatch(/\.local\/plugin-cache$/);
  expect(own({ TF_PLUGIN_CACHE_DIR: '/cache' }).TF_PLUGIN_CACHE_DIR).toBeUndefined();
});

test('a shell is told to forget what would lead elsewhere, and values survive it', () => {
  expect(
    strangers(
      { AWS_PROFILE: 'work', AWS_REGION: 'x', AWS_ENDPOINT_URL_S3: 'y', HOME: '/', TF_WORKSPACE: 'z' },
      own(),
    ),
  ).toEqual(['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3', 'TF_WORKSPACE']);
  expect(exportLines({ A: "it's $HOME" }, ['AWS_PROFILE'])).toEqual([
    'unset AWS_PROFILE',
    "export A='it'\\''s $HOME'",
  ]);
});
