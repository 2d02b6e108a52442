import type { KindDescription } from './kind-description';

export const bucket = {
  section: 'buckets',
  variables: { name: 'BUCKET' },
  ownName: 'all',
} as const satisfies KindDescription;
