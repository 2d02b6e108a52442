import { another, fewer } from '../setting/order';
import type { Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';

/** How an organization holds its accounts, and its permission sets. */
export const ORGANIZATION: readonly Setting[] = [
  {
    types: ['aws_organizations_organization'],
    path: 'enabled_policy_types',
    isWeaker: fewer,
    says: (was, will) => `switches policies off for all accounts: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_organizations_organization'],
    path: 'aws_service_access_principals',
    isWeaker: fewer,
    says: (was, will) => `keeps services from looking after its accounts: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_organizations_account', 'aws_organizations_organizational_unit'],
    path: 'parent_id',
    isWeaker: another,
    says: (was, will) => `moves to where other policies hold it: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_iam_organizations_features'],
    path: 'enabled_features',
    isWeaker: fewer,
    says: (was, will) => `looks after the roots of accounts less: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ssoadmin_permissions_boundary_attachment'],
    path: 'permissions_boundary.0.managed_policy_arn',
    isWeaker: another,
    says: (was, will) => `limits the permission set by something else: ${fromTo(was, will)}`,
  },
  ...['name', 'path'].map((part) => ({
    types: ['aws_ssoadmin_permissions_boundary_attachment'],
    path: `permissions_boundary.0.customer_managed_policy_reference.0.${part}`,
    isWeaker: another,
    says: 'limits the permission set by something else',
  })),
];
