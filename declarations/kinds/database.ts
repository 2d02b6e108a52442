import type { KindDescription } from './kind-description';

export const database = {
  section: 'databases',
  engines: { postgres: 5432, mysql: 3306 },
  variables: { url: 'DATABASE_URL', password: 'DATABASE_PASSWORD' },
  ownName: 'all but the first',
} as const satisfies KindDescription;
