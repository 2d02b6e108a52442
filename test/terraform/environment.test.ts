import { changesTerraform, terraformEnvironment } from '../../terraform/environment';

const HIDDEN = {
  TF_WORKSPACE: 'dev',
  TF_DATA_DIR: '/me/.terraform',
  TF_VAR_region: 'us-east-1',
  TF_AWS_DEFAULT_TAGS_team: 'mine',
  TF_AWS_IGNORE_TAGS_KEYS: 'team',
  KUBE_TOKEN: 'mine',
  KUBE_CONFIG_PATH: '/me/.kube/config',
};
const KEPT = {
  AWS_PROFILE: 'work',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4577',
  TF_PLUGIN_CACHE_DIR: '/cache',
  TF_CLI_CONFIG_FILE: '/me/.terraformrc',
  TF_LOG: 'debug',
  TF_TOKEN_app_terraform_io: 'token',
  TF_IN_AUTOMATION: '1',
  HTTPS_PROXY: 'http://proxy:3128',
  KUBECONFIG: '/me/.kube/config',
};

test('hides what would change Terraform for this user alone, and lets through what it needs', () => {
  expect(terraformEnvironment({ ...HIDDEN, ...KEPT })).toEqual(KEPT);
  expect(Object.keys({ ...HIDDEN, ...KEPT }).filter(changesTerraform)).toEqual(Object.keys(HIDDEN));
});

test('arguments that somebody set for every Terraform are refused, not left out', () => {
  const set = { TF_CLI_ARGS: '', TF_CLI_ARGS_plan: '-target=aws_vpc.a', TF_CLI_ARGS_apply: '-lock=false' };
  expect(() => terraformEnvironment(set)).toThrow(
    'The shell sets TF_CLI_ARGS_plan="-target=aws_vpc.a" TF_CLI_ARGS_apply="-lock=false", which would change what Terraform does in every stack. First: unset TF_CLI_ARGS_plan TF_CLI_ARGS_apply',
  );
  expect(terraformEnvironment({ TF_CLI_ARGS: '' })).toEqual({});
});
