/**
 * Keys of the tags that the platform writes. Its rights, alarms and previews go by them, so they are never left to
 * others.
 */
export const OWN_TAGS = [
  'Name',
  'eks:eks-cluster-name',
  'environment',
  'expires',
  'kubernetes.io/role/elb',
  'kubernetes.io/role/internal-elb',
  'managed-by',
  'owner',
  'platform',
  'preview',
  'preview-of',
] as const;

export const isOwnTag = (key: string): boolean => OWN_TAGS.some((own) => own === key);

export const startsOwnTag = (prefix: string): boolean => OWN_TAGS.some((own) => own.startsWith(prefix));
