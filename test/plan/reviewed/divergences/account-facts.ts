import { resource, set } from '../reviewed-case';
import { DELETED, type Divergence, LOGS, RULE, UNKNOWN_POLICY } from './divergence';

export const accountFacts: Divergence[] = [
  {
    name: 'another account',
    of: LOGS,
    meanwhile: (applied) => {
      applied.circumstances = { ...applied.circumstances, account: '222222222222' };
    },
    says: /^was reviewed for the account 111111111111, and would be applied to 222222222222$/,
  },
  {
    name: 'another region',
    of: LOGS,
    meanwhile: (applied) => {
      applied.circumstances = { ...applied.circumstances, region: 'us-east-1' };
    },
    says: /^was reviewed for the region eu-central-1, and would be applied to us-east-1$/,
  },
  {
    name: 'a zone of the region is another',
    of: RULE,
    first: (reviewed) => set(reviewed, 'after', 'availability_zone', 'eu-central-1a'),
    meanwhile: (applied) => set(applied, 'after', 'availability_zone', 'eu-central-1d'),
    says: /availability_zone was reviewed to become "eu-central-1a", and would become "eu-central-1d"/,
  },
  {
    name: 'an id that is looked up is another',
    of: RULE,
    meanwhile: (applied) => set(applied, 'after', 'security_group_id', 'sg-other'),
    says: /security_group_id .*would become "sg-other"/,
  },
  {
    name: 'what was unknown turns out to be dangerous',
    of: UNKNOWN_POLICY,
    first: (reviewed) => {
      const own = reviewed.written.resource!.aws_iam_role_policy!.it as { policy: string };
      own.policy = '${data.aws_iam_policy_document.it.json}';
    },
    meanwhile: (applied) => {
      const all = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
      set(applied, 'after', 'policy', JSON.stringify(all), 'aws_iam_role_policy.it');
      set(applied, 'after_unknown', 'policy', undefined, 'aws_iam_role_policy.it');
    },
    says: /no review showed that danger \(rule policy-widened\)/,
  },
  {
    name: 'what is adopted has another id',
    of: RULE,
    first: (reviewed) => {
      resource(reviewed).change.importing = { id: 'sgr-1' };
    },
    meanwhile: (applied) => {
      resource(applied).change.importing = { id: 'sgr-2' };
    },
    says: /would take over sgr-2, and the review showed sgr-1/,
  },
  {
    name: 'what would be deleted is another one',
    of: DELETED,
    meanwhile: (applied) => set(applied, 'before', 'id', 'db-other'),
    says: /id was reviewed to go from "[^"]+" to nothing, and is "db-other" by now/,
  },
];
