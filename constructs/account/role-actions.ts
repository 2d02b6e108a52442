/** Actions by which a role could get more than its boundary lets it. IAM tells the boundary with each of them. */
export const BOUNDED = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
];

/** What changes a role, or makes use of one. */
export const CHANGE_ROLES = [
  ...BOUNDED,
  'iam:DeleteRole',
  'iam:PassRole',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
].sort();

/** To make roles and look after them. */
export const OWN_ROLES = [
  ...CHANGE_ROLES,
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
].sort();
