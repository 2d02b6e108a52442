import { add, type Draft, draft, resource, set, setActions } from '../reviewed-case';
import {
  DATABASE,
  DELETED,
  type Divergence,
  IMAGE,
  LOGS,
  POLICY,
  REPLACED,
  RULE,
  UNKNOWN_POLICY,
} from './divergence';

export const anotherMerge: Divergence[] = [
  {
    name: 'the same attribute gets another value',
    of: LOGS,
    meanwhile: (applied) => set(applied, 'after', 'retention_in_days', 1),
    says: /retention_in_days was reviewed to become 3, and would go from 30 to 1/,
  },
  {
    name: 'another attribute of the same resource',
    of: DATABASE,
    meanwhile: (applied) => set(applied, 'after', 'deletion_protection', 'other'),
    says: /deletion_protection would go from \S+ to "other", and the review did not show that/,
  },
  {
    name: 'an attribute is taken away',
    of: LOGS,
    meanwhile: (applied) => set(applied, 'after', 'tags_all.environment', undefined),
    says: /tags_all\.environment would go from "test" to nothing/,
  },
  {
    name: 'an attribute is set that was not',
    of: LOGS,
    meanwhile: (applied) => set(applied, 'after', 'kms_key_id', 'arn:aws:kms:eu-central-1:1:key/x'),
    says: /kms_key_id would become "arn:aws:kms:eu-central-1:1:key\/x", and the review did not/,
  },
  {
    name: 'one resource more is made',
    of: LOGS,
    meanwhile: (applied) => add(applied, draft(RULE), 'more'),
    says: /aws_vpc_security_group_ingress_rule\.more would be made new, and no review showed that/,
  },
  {
    name: 'one resource more is deleted',
    of: LOGS,
    meanwhile: (applied) => add(applied, draft(DELETED), 'more'),
    says: /^aws_db_instance\.more would be deleted, and no review showed that$/,
  },
  {
    name: 'one resource more is replaced',
    of: LOGS,
    meanwhile: (applied) => add(applied, draft(REPLACED), 'more'),
    says: /^aws_s3_bucket\.more would be replaced, and no review showed that$/,
  },
  {
    name: 'one resource more leaves the state',
    of: LOGS,
    meanwhile: (applied) => {
      add(applied, draft(DELETED), 'more');
      setActions(applied, ['forget'], 'aws_db_instance.more');
    },
    says: /^aws_db_instance\.more would be left to itself, and no review showed that$/,
  },
  {
    name: 'a change became a replacement',
    of: DATABASE,
    meanwhile: (applied) => setActions(applied, ['delete', 'create']),
    says: /was to be changed, and would be replaced/,
  },
  {
    name: 'a change became a deletion',
    of: DATABASE,
    meanwhile: (applied) => {
      Object.assign(resource(applied).change, { actions: ['delete'], after: null });
    },
    says: /was to be changed, and would be deleted/,
  },
  {
    name: 'what was to leave the state is deleted',
    of: DELETED,
    first: (reviewed) => setActions(reviewed, ['forget']),
    meanwhile: (applied) => setActions(applied, ['delete']),
    says: /was to be left to itself, and would be deleted/,
  },
  {
    name: 'the deletion makes no last snapshot any more',
    of: DELETED,
    first: (reviewed) => set(reviewed, 'before', 'skip_final_snapshot', false),
    meanwhile: (applied) => set(applied, 'before', 'skip_final_snapshot', true),
    says: /skip_final_snapshot was reviewed to go from false to nothing, and is true by now/,
  },
  {
    name: 'a bucket goes with its objects',
    of: 'data-deleted: a bucket',
    first: (reviewed) => set(reviewed, 'before', 'force_destroy', false),
    meanwhile: (applied) => set(applied, 'before', 'force_destroy', true),
    says: /force_destroy was reviewed to go from false to nothing, and is true by now/,
  },
  {
    name: 'the replacement is deleted first, and made then',
    of: 'data-replaced: a security group of another description',
    first: (reviewed) => setActions(reviewed, ['create', 'delete']),
    meanwhile: (applied) => setActions(applied, ['delete', 'create']),
    says: /would be replaced with the old one deleted before the new one is made/,
  },
  {
    name: 'one more statement of a policy',
    of: POLICY,
    meanwhile: (applied) => changePolicy(applied, ({ Statement }) => Statement.push({ ...Statement[0]! })),
    says: /policy\.Statement\.1\.Action\S* would become/,
  },
  {
    name: 'another resource of a statement',
    of: POLICY,
    meanwhile: (applied) =>
      changePolicy(applied, ({ Statement }) =>
        Object.assign(Statement[0]!, { Resource: 'arn:aws:s3:::other' }),
      ),
    says: /policy\.Statement\.0\.Resource would go from .* to "arn:aws:s3:::other"/,
  },
  {
    name: 'a condition of a statement is gone',
    of: 'policy-widened: one service more, for this account alone',
    meanwhile: (applied) => changePolicy(applied, ({ Statement }) => delete Statement.at(-1)!.Condition),
    says: /no review showed that danger|was reviewed to become .* nothing afterwards|to nothing/,
  },
  {
    name: 'another image',
    of: IMAGE,
    meanwhile: (applied) => set(applied, 'after', 'spec.0.template.0.spec.0.container.0.image', 'evil:1'),
    says: /image was reviewed to become "[^"]+", and would go from "[^"]+" to "evil:1"/,
  },
  {
    name: 'an attribute that was to be set is not, in something new',
    of: 'public-access: a new block',
    meanwhile: (applied) => set(applied, 'after', 'block_public_acls', false),
    says: /block_public_acls was reviewed to become true, and would become false/,
  },
  {
    name: 'a reference leads to something else',
    of: UNKNOWN_POLICY,
    meanwhile: (applied) => {
      const own = applied.written.resource!.aws_iam_role_policy!.it as { policy: string };
      own.policy = own.policy.replace('bucket', 'other');
    },
    says: /policy is said in another way by the code than when it was reviewed/,
  },
  {
    name: 'a literal where a reference was',
    of: UNKNOWN_POLICY,
    meanwhile: (applied) => {
      set(applied, 'after', 'policy', '{"Statement":[]}', 'aws_iam_role_policy.it');
      set(applied, 'after_unknown', 'policy', undefined, 'aws_iam_role_policy.it');
      Object.assign(applied.written.resource!.aws_iam_role_policy!.it!, { policy: '{"Statement":[]}' });
    },
    says: /policy\.Statement would become \[\], and the review did not show that/,
  },
  {
    name: 'an output more',
    of: LOGS,
    meanwhile: (applied) => {
      applied.json.output_changes = { url: { actions: ['create'], before: null, after: 'x' } };
    },
    says: /^output\.url would be made new, and no review showed that$/,
  },
];

interface Policy {
  readonly Statement: Record<string, unknown>[];
}

function changePolicy(applied: Draft, change: (policy: Policy) => void): void {
  const after = resource(applied).change.after as { policy: string };
  const policy = JSON.parse(after.policy) as Policy;
  change(policy);
  after.policy = JSON.stringify(policy);
}
