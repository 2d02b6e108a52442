import type { Change } from '../change';
import type { Plan } from '../plan';
import { more } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { at, list, Mark, type Value } from '../value';

/** Attributes that name accounts which may copy or use something, by type. */
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  aws_ami_launch_permission: ['account_id', 'group', 'organization_arn', 'organizational_unit_arn'],
  aws_db_cluster_snapshot: ['shared_accounts'],
  aws_db_snapshot: ['shared_accounts'],
  aws_db_snapshot_copy: ['shared_accounts'],
  aws_rds_cluster_snapshot_copy: ['shared_accounts'],
  aws_redshift_data_share_authorization: ['consumer_identifier'],
  aws_redshift_endpoint_authorization: ['account'],
  aws_snapshot_create_volume_permission: ['account_id'],
  aws_ssm_document: ['permissions.account_ids'],
};

/** Groups in an access list of a bucket that stand for everybody. */
const EVERYBODY = /(AllUsers|AuthenticatedUsers)$/;

/** Why something may be copied or used by more accounts than before. */
export function shared(change: Change, plan: Plan): string[] {
  if (change.goes) return [];
  const before = earlier(change, plan);
  const paths = Object.hasOwn(ACCOUNTS, change.type) ? ACCOUNTS[change.type]! : [];
  const found = paths.flatMap((path) => {
    const [was, will] = [split(at(before, path)), split(change.will(path))];
    if (!more(was, will)) return [];
    const added = list(will).filter((one) => one instanceof Mark || !list(was).includes(one));
    return isAll(added) ? ['is shared with everybody'] : [`is shared with ${added.map(name).join(', ')}`];
  });
  return [...found, ...granted(change, before)];
}

/** Of SSM, a text with commas. */
function split(accounts: Value): Value {
  return typeof accounts === 'string' ? accounts.split(',').filter((one) => one !== '') : accounts;
}

function isAll(accounts: readonly Value[]): boolean {
  return accounts.some((one) => typeof one === 'string' && /^(all|\*|arn:aws:iam::\*:root)$/i.test(one));
}

function name(account: Value): string {
  return account instanceof Mark ? `an account that is ${account.text}` : `${account}`;
}

function granted(change: Change, before: Value): string[] {
  if (change.type !== 'aws_s3_bucket_acl' && change.type !== 'aws_s3_bucket') return [];
  const uris = (side: Value) =>
    [...list(at(side, 'access_control_policy.0.grant')), ...list(at(side, 'grant'))].map(
      (grant) => `${at(grant, 'grantee.0.uri') ?? at(grant, 'uri') ?? ''} ${at(grant, 'permission') ?? ''}`,
    );
  const was = uris(before);
  const opened = uris(change.after).filter((one) => EVERYBODY.test(one.split(' ')[0]!) && !was.includes(one));
  return opened.length > 0 ? [`grants everybody ${opened.map((one) => one.split(' ')[1]).join(', ')}`] : [];
}
