import { add, type Draft, draft, resource, set } from '../reviewed-case';
import { DATABASE, type Divergence, IMAGE, LOGS, REPLACED, RULE } from './divergence';

const drifted = (applied: Draft, address = resource(applied).address) => {
  applied.json.resource_drift = [{ ...structuredClone(resource(applied, address)) }];
};

export const drift: Divergence[] = [
  {
    name: 'a value was changed further by hand',
    of: LOGS,
    meanwhile: (applied) => {
      set(applied, 'before', 'retention_in_days', 365);
      drifted(applied);
    },
    says: /retention_in_days was reviewed to go from 30 to 3, and is 365 by now; somebody changed it beside/,
  },
  {
    name: 'another attribute was changed by hand, and would be set back',
    of: LOGS,
    meanwhile: (applied) => {
      set(applied, 'before', 'tags_all.environment', 'mine');
      drifted(applied);
    },
    says: /tags_all\.environment would go from "mine" to "test", and the review did not show that; somebody/,
  },
  {
    name: 'another resource was changed by hand',
    of: LOGS,
    meanwhile: (applied) => add(applied, draft(DATABASE), 'other'),
    says: /^aws_db_instance\.other would be changed, and no review showed that: backup_retention_period would go from 7 to 14$/,
  },
  {
    name: 'what was to be changed was deleted by hand, and would be made new',
    of: DATABASE,
    meanwhile: (applied) => {
      const { change } = resource(applied);
      Object.assign(change, { actions: ['create'], before: null, before_sensitive: false });
    },
    says: /^aws_db_instance\.it was to be changed, and would be made new$/,
  },
  {
    name: 'what was to be replaced is gone, with its data',
    of: REPLACED,
    meanwhile: (applied) => {
      Object.assign(resource(applied).change, { actions: ['create'], before: null });
    },
    says: /^aws_s3_bucket\.it was to be replaced, and would be made new$/,
  },
  {
    name: 'what was to be made new is there, and would be changed',
    of: RULE,
    meanwhile: (applied) => {
      const { change } = resource(applied);
      Object.assign(change, {
        actions: ['update'],
        before: { ...(change.after as object), description: 'x' },
      });
    },
    says: /was to be made new, and would be changed/,
  },
  {
    name: 'what was to be made new is half made, and would be replaced',
    of: RULE,
    meanwhile: (applied) => {
      const { change } = resource(applied);
      Object.assign(change, { actions: ['delete', 'create'], before: change.after });
    },
    says: /was to be made new, and would be replaced/,
  },
  {
    name: 'a rule was opened by hand, and would be closed',
    of: RULE,
    meanwhile: (applied) => add(applied, draft('network-opened: a narrower block'), 'entrance'),
    says: /^aws_vpc_security_group_ingress_rule\.entrance would be changed/,
  },
  {
    name: 'a pod was changed by hand, and another part of it would be set back',
    of: IMAGE,
    meanwhile: (applied) => set(applied, 'before', 'spec.0.replicas', 9),
    says: /spec\.0\.replicas would go from 9 to \S+, and the review did not show that/,
  },
  {
    name: 'an item was added to a list by hand, and would be taken out',
    of: 'network-opened: a rule in the group itself, narrowed',
    meanwhile: (applied) => {
      const before = resource(applied).change.before as { ingress: { cidr_blocks: string[] }[] };
      before.ingress[0]!.cidr_blocks.push('10.9.0.0/16');
    },
    says: /ingress\.0\.cidr_blocks\.1 would go from "10\.9\.0\.0\/16" to nothing/,
  },
];
