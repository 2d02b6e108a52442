import { type Find, listed } from './finder';
import type { Sought } from './sought';
import type { Surroundings } from './surroundings';

const of = (call: string) => (sought: Sought) => [
  ...['appconfig', call, '--application-id', sought.must('application_id')],
];

/** The latest of what has numbers. */
async function latest(account: Surroundings, args: readonly string[], numbers: string): Promise<number[]> {
  const all = (await account.rows(args, numbers)).map(([number]) => Number(number));
  return all.sort((a, b) => b - a).slice(0, 1);
}

/** Feature flags: an application has the name of its group of services. */
export const FLAGS: Readonly<Record<string, Find>> = {
  aws_appconfig_application: listed({
    by: ['name'],
    list: ['appconfig', 'list-applications'],
    rows: 'Items[].[Name,Id]',
  }),
  aws_appconfig_configuration_profile: listed({
    by: ['name'],
    list: of('list-configuration-profiles'),
    rows: 'Items[].[Name,Id]',
    id: (sought, id) => `${id}:${sought.must('application_id')}`,
    also: ['configuration_profile_id'],
  }),
  aws_appconfig_environment: listed({
    by: ['name'],
    list: of('list-environments'),
    rows: 'Items[].[Name,Id]',
    id: (sought, id) => `${id}:${sought.must('application_id')}`,
    also: ['environment_id'],
  }),
  aws_appconfig_hosted_configuration_version: async (sought, account) => {
    const profile = sought.must('configuration_profile_id');
    const list = [...of('list-hosted-configuration-versions')(sought), '--configuration-profile-id', profile];
    const versions = await latest(account, list, 'Items[].[VersionNumber]');
    return versions.map((version) => ({ id: `${sought.must('application_id')}/${profile}/${version}` }));
  },
  aws_appconfig_deployment: async (sought, account) => {
    const environment = sought.must('environment_id');
    const list = [...of('list-deployments')(sought), '--environment-id', environment];
    const numbers = await latest(account, list, "Items[?State=='COMPLETE'].[DeploymentNumber]");
    return numbers.map((number) => ({ id: `${sought.must('application_id')}/${environment}/${number}` }));
  },
};
