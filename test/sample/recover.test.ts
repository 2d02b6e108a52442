import { readFileSync } from 'node:fs';
import { FINDERS, MADE_AGAIN } from '../../cli/recover/find/finders';
import { ARNS } from '../cli/recover/arns';
import { environments, previews, synthesizer } from './sample';

// A first deploy that is killed leaves any of these in AWS and in no state. A type that nobody can find is made twice, or is
// in the way for ever.
const typesOf = (documents: readonly { resource?: object }[]) => [
  ...new Set(documents.flatMap(({ resource }) => Object.keys(resource ?? {}))),
];

test('each type that a stack uses can be found after a run that was killed, or need not be', () => {
  const types = typesOf(synthesizer.all(environments, previews).map(({ document }) => document));
  const missing = types.filter((type) => !FINDERS[type] && !MADE_AGAIN.has(type));
  expect(missing.map((type) => `${type}: add how to find it to cli/recover/find/`)).toEqual([]);
});

test('a policy that nobody looks for is of a role of its own stack, which is destroyed with it', () => {
  const roles = synthesizer
    .all(environments, previews)
    .flatMap(({ document: { resource = {} } }) =>
      ['aws_iam_role_policy', 'aws_iam_role_policy_attachment'].flatMap((type) =>
        Object.values<{ role?: unknown }>(resource[type] ?? {}).map(({ role }) => role),
      ),
    );
  expect(roles.length).toBeGreaterThan(20);
  expect(roles.filter((role) => !/^\$\{aws_iam_role\.[\w-]+\.\w+\}$/.test(String(role)))).toEqual([]);
});

// What no code declares any more is found by its tags, and removed by its ARN.
test('each type of an environment that carries tags can be removed by its ARN', () => {
  const { platform, services, preview } = synthesizer;
  const documents = [
    ...environments.flatMap((one) => [platform(one), services(one)]),
    ...previews.flatMap((one) => Object.values(preview(one))),
  ];
  const missing = typesOf(documents).filter((type) => hasTags(type) && !ARNS[type] && !UNLISTED.has(type));
  expect(
    missing.map((type) => `${type}: add it to cli/recover/removal/kinds.ts and test/cli/recover/arns.ts`),
  ).toEqual([]);
});

// A run that died can leave a preview that Terraform can't destroy any more: the contract that it reads is gone.
test('each thing of a preview carries its tags, or goes with one that does', () => {
  const types = typesOf(previews.flatMap((one) => Object.values(synthesizer.preview(one))));
  const missing = types.filter(
    (type) => /^aws_/.test(type) && !(hasTags(type) && !UNLISTED.has(type)) && !GOES_WITH[type],
  );
  expect(
    missing.map((type) => `${type}: cli/preview/leftovers.ts has to find it, or it goes with another`),
  ).toEqual([]);
  for (const thing of Object.values(GOES_WITH)) expect(hasTags(thing) || thing === 'its name').toBe(true);
});

/** What AWS removes with another thing, what `cli/recover/removal/` removes before it, or what leftovers find by name. */
const GOES_WITH: Readonly<Record<string, string>> = {
  aws_appconfig_deployment: 'aws_appconfig_environment',
  aws_appconfig_hosted_configuration_version: 'aws_appconfig_configuration_profile',
  aws_iam_role_policy: 'aws_iam_role',
  aws_kms_alias: 'aws_kms_key',
  aws_route53_record: 'its name',
  aws_s3_bucket_lifecycle_configuration: 'aws_s3_bucket',
  aws_s3_bucket_logging: 'aws_s3_bucket',
  aws_s3_bucket_ownership_controls: 'aws_s3_bucket',
  aws_s3_bucket_policy: 'aws_s3_bucket',
  aws_s3_bucket_public_access_block: 'aws_s3_bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'aws_s3_bucket',
  aws_s3_bucket_versioning: 'aws_s3_bucket',
  aws_secretsmanager_secret_version: 'aws_secretsmanager_secret',
};

/** What AWS does not list by its tags. Source: Resource Groups User Guide, "Resources you can use". */
const UNLISTED = new Set(['aws_budgets_budget', 'aws_iam_service_linked_role']);

/** By its class, which holds every argument of it. */
function hasTags(type: string): boolean {
  if (!type.startsWith('aws_')) return false;
  const name = type.slice('aws_'.length).replaceAll('_', '-');
  const file = require.resolve(`@cdktf/provider-aws/lib/${name}`);
  return readFileSync(file, 'utf8').includes('tags_all');
}
