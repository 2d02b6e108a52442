import { z } from 'zod';

/**
 * Somebody who comes in: the ARN of an IAM user or role, or a permission set of IAM Identity Center by its name. People
 * hold a permission set in some accounts: in the tooling account, or in that of an environment.
 */
export type Person = z.output<typeof person>;

export interface PermissionSet {
  readonly permissionSet: string;
}

/**
 * A role of Identity Center has a path, and without it there is no such role. A role of a service lets nobody in.
 * Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS, and AWS KMS".
 */
const arnOf = (kinds: string) =>
  new RegExp(
    `^arn:aws[\\w-]*:iam::\\d{12}:(${kinds})/(?!aws-service-role/|AWSReservedSSO_|awsreservedsso_)[\\w+=,.@/-]{1,512}$`,
  );
const USER_OR_ROLE = arnOf('user|role');

/** A role that people can have. */
export const ROLE = arnOf('role');

/** Source: IAM Identity Center API, CreatePermissionSet, Name. The name of its role is another. */
const PERMISSION_SET = /^(?!AWSReservedSSO_|awsreservedsso_)[\w+=,.@-]{1,32}$/;

const allowed =
  'ARNs of IAM users and roles that exist, such as arn:aws:iam::999999999999:user/ada, and permission sets of IAM Identity Center by name, such as {"permissionSet": "PlatformAdmin"}';

const permissionSet = z.string().regex(PERMISSION_SET).meta({
  allowed:
    'the name of a permission set such as PlatformAdmin, without AWSReservedSSO_ and without the letters and digits at the end of its role',
});

const person = z.union([z.string().regex(USER_OR_ROLE), z.strictObject({ permissionSet })]).meta({ allowed });

/** @param description who they are. */
export const people = (description: string) =>
  z.array(person).meta({ description, allowed, change: 'in place' });

export const isUser = (who: Person): who is string => typeof who === 'string' && who.includes(':user/');
export const isRole = (who: Person): who is string => typeof who === 'string' && who.includes(':role/');
export const isPermissionSet = (who: Person): who is PermissionSet => typeof who !== 'string';
