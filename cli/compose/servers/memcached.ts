import type { ComposeService } from '../file';
import { answers, OFFICIAL, type ServerProps, tls } from './server';

export function memcached({ version, port, labels }: ServerProps): ComposeService {
  return {
    image: `${OFFICIAL}/memcached:${version}-alpine`,
    command: [
      'memcached',
      `--port=${port}`,
      '--enable-ssl',
      `--extended=ssl_chain_cert=${tls.certificate},ssl_key=${tls.key}`,
    ],
    volumes: [tls.volume],
    restart: 'unless-stopped',
    labels,
    // It takes the connection, and ends it when nothing comes.
    ...answers('sh', '-c', `nc -w 2 127.0.0.1 ${port} </dev/null`),
  };
}
