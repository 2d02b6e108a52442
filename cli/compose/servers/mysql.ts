import type { ComposeService } from '../file';
import { answers, dataVolume, OFFICIAL, type ServerProps, tls } from './server';

export const MYSQL_MASTER = 'root';

/** MySQL. @param secret mounts the master's password. */
export function mysql(
  { name, version, port, labels }: ServerProps,
  database: string,
  secret: Pick<ComposeService, 'secrets'>,
  passwordFile: string,
): ComposeService {
  return {
    image: `${OFFICIAL}/mysql:${version}`,
    command: [
      'mysqld',
      `--port=${port}`,
      '--require-secure-transport=ON',
      `--ssl-ca=${tls.authority}`,
      `--ssl-cert=${tls.certificate}`,
      `--ssl-key=${tls.key}`,
      // As in RDS: constructs/database/database-engine.ts.
      '--log-bin-trust-function-creators=ON',
    ],
    environment: { MYSQL_ROOT_PASSWORD_FILE: passwordFile, MYSQL_DATABASE: database },
    ...secret,
    volumes: [`${dataVolume(name, version)}:/var/lib/mysql`, tls.volume],
    restart: 'unless-stopped',
    labels,
    // Whoever it refuses knows that it is there. Over the network it answers only after its database was made.
    ...answers('mysqladmin', '--silent', '--protocol=TCP', '--host=127.0.0.1', `--port=${port}`, 'ping'),
  };
}
