import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { adoptedState } from '../../../cli/recover/adopted-state';
import { isUntold } from '../../../cli/recover/untold';
import type { ResourceChange } from '../../../plan/change';
import { folder } from '../../local/temporary';

function planFile(resources: readonly object[]): string {
  const state = { version: 4, serial: 7, lineage: 'a', resources };
  const file = join(folder(), 'plan.tfplan');
  writeFileSync(file, zipSync({ tfstate: strToU8(JSON.stringify(state)), tfplan: strToU8('x') }));
  return file;
}

function change(type: string, name: string, after: object, replaced: readonly string[][]): ResourceChange {
  const actions = ['delete', 'create'];
  return {
    ...{ address: `${type}.${name}`, mode: 'managed', type, name },
    change: { actions, before: {}, after, after_unknown: {}, replace_paths: replaced },
  } as unknown as ResourceChange;
}

test('is the state that the plan began with, one newer, so that no older one takes its place', () => {
  const resources = [{ mode: 'managed', type: 'aws_vpc', name: 'network', instances: [] }];
  expect(JSON.parse(adoptedState(planFile(resources), []))).toEqual({
    ...{ version: 4, serial: 8, lineage: 'a', resources },
  });
});

test('has no secret in it, and the number of its password, so that the next deploy makes no other one', () => {
  const attributes = { id: 'arn|1', secret_string: 'hunter2', secret_string_wo_version: null };
  const [type, name] = ['aws_secretsmanager_secret_version', 'user'];
  const file = planFile([{ mode: 'managed', type, name, instances: [{ attributes }] }]);
  const after = { secret_string: null, secret_string_wo: null, secret_string_wo_version: 3 };
  const imported = change(type, name, after, [['secret_string'], ['secret_string_wo_version']]);
  expect(isUntold(imported)).toBe(true);
  const state = adoptedState(file, [imported]);
  expect(state).not.toContain('hunter2');
  expect(JSON.parse(state).resources[0].instances[0].attributes).toMatchObject({
    has_secret_string_wo: true,
    secret_string: '',
    secret_string_wo_version: 3,
  });
});

test('a cluster is not made anew for what counted only when it was made', () => {
  const type = 'aws_eks_cluster';
  const attributes = { access_config: [{ bootstrap_cluster_creator_admin_permissions: true }] };
  const file = planFile([{ mode: 'managed', type, name: 'cluster', instances: [{ attributes }] }]);
  const after = { access_config: [{ bootstrap_cluster_creator_admin_permissions: false }] };
  const path = [['access_config', '0', 'bootstrap_cluster_creator_admin_permissions']];
  const imported = change(type, 'cluster', after, path);
  expect(isUntold(imported)).toBe(true);
  expect(JSON.parse(adoptedState(file, [imported])).resources[0].instances[0].attributes).toMatchObject(
    after,
  );
});

test.each([
  ['a password that RDS manages is not managed once more', [{ secret_arn: 'arn' }], true],
  ['one that it does not manage is left for the deploy', [], null],
])('%s', (_, secret, expected) => {
  const type = 'aws_db_instance';
  const attributes = { master_user_secret: secret, manage_master_user_password: null };
  const file = planFile([{ mode: 'managed', type, name: 'orders', instances: [{ attributes }] }]);
  const imported = change(type, 'orders', { manage_master_user_password: true }, []);
  const state = JSON.parse(adoptedState(file, [imported]));
  expect(state.resources[0].instances[0].attributes.manage_master_user_password).toBe(expected);
});

test('what really differs is not taken for that', () => {
  expect(isUntold(change('aws_eks_cluster', 'cluster', {}, [['role_arn']]))).toBe(false);
  expect(isUntold(change('aws_vpc', 'network', {}, [['cidr_block']]))).toBe(false);
});

test('a plain parameter is none that is sensitive, which the next deploy could not turn into a plain one', () => {
  const attributes = { type: 'String', value: '{}', insecure_value: null };
  const type = 'aws_ssm_parameter';
  const file = planFile([{ mode: 'managed', type, name: 'contract', instances: [{ attributes }] }]);
  const state = JSON.parse(adoptedState(file, [change(type, 'contract', {}, [])]));
  expect(state.resources[0].instances[0].attributes).toMatchObject({ value: null, insecure_value: '{}' });
});

test('what was half made is whole again, when a second one could not be made beside it', () => {
  const type = 'aws_db_parameter_group';
  const instances = (status?: string) => [{ status, attributes: { name: 'dev-orders' } }];
  const file = planFile(
    ['orders', 'other'].map((name) => ({ mode: 'managed', type, name, instances: instances('tainted') })),
  );
  const { resources } = JSON.parse(adoptedState(file, [], [change(type, 'orders', {}, [])]));
  expect(resources.map(({ instances: [instance] }: { instances: object[] }) => instance)).toEqual([
    { attributes: { name: 'dev-orders' } },
    { status: 'tainted', attributes: { name: 'dev-orders' } },
  ]);
});
