import type { KindDescription } from './kind-description';

export const database = {
  section: 'databases',
  engines: { postgres: 5432, mysql: 3306 },
  variables: {
    url: 'DATABASE_URL',
    host: 'DATABASE_HOST',
    port: 'DATABASE_PORT',
    user: 'DATABASE_USER',
    password: 'DATABASE_PASSWORD',
    name: 'DATABASE_NAME',
  },
  ownName: 'all but the first',
} as const satisfies KindDescription;
