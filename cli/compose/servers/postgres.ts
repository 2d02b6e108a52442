import type { ComposeService } from '../file';
import { answers, dataVolume, OFFICIAL, type ServerProps, tls } from './server';

export const POSTGRES_MASTER = 'postgres';
const DATA = '/var/lib/platform';
const ACCESS = '/platform/pg_hba.conf';

/** Who may connect, as RDS has it: over TLS, and by a password. */
export const accessFile = ['local all all scram-sha-256', 'hostssl all all all scram-sha-256', ''].join('\n');

/**
 * PostgreSQL. It refuses a key that others can read, so it gets a copy of its own.
 * @param secret mounts the master's password. @param file `accessFile` on the machine.
 */
export function postgres(
  { name, version, port, labels }: ServerProps,
  database: string,
  secret: Pick<ComposeService, 'secrets'>,
  passwordFile: string,
  file: string,
): ComposeService {
  const key = '/tmp/server.key';
  const settings = {
    listen_addresses: '*',
    port: `${port}`,
    ssl: 'on',
    ssl_cert_file: tls.certificate,
    ssl_key_file: key,
    hba_file: ACCESS,
  };
  return {
    image: `${OFFICIAL}/postgres:${version}-alpine`,
    entrypoint: [
      '/bin/sh',
      '-euc',
      `cp ${tls.key} ${key} && chown postgres ${key} && chmod 600 ${key} && exec docker-entrypoint.sh "$$@"`,
      'sh',
    ],
    command: ['postgres', ...Object.entries(settings).flatMap(([set, value]) => ['-c', `${set}=${value}`])],
    environment: {
      POSTGRES_USER: POSTGRES_MASTER,
      POSTGRES_PASSWORD_FILE: passwordFile,
      POSTGRES_DB: database,
      PGDATA: `${DATA}/data`,
    },
    ...secret,
    volumes: [`${dataVolume(name, version)}:${DATA}`, tls.volume, `${file}:${ACCESS}:ro`],
    restart: 'unless-stopped',
    labels,
    // Over the network, where it answers only after its database was made.
    ...answers('pg_isready', '--quiet', '--host=127.0.0.1', `--port=${port}`),
  };
}
