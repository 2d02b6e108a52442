import type { Rule } from '../finding';

const KEYS = ['aws_iam_access_key', 'aws_iam_user_login_profile', 'aws_iam_service_specific_credential'];

export const lastingKey: Rule = {
  id: 'lasting-key',
  kind: 'exposure',
  finds: 'credentials are made that do not run out, and that stand in the state',
  judge: ({ type, action }) =>
    KEYS.includes(type) && (action === 'create' || action === 'replace')
      ? 'makes credentials that do not run out, and that stand in the state'
      : undefined,
};
