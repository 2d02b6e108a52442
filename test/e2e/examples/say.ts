import { connect } from 'node:net';
import { HOST } from '../database/server';

/** Sends Memcached a line. @returns the first answer. */
export function say(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => socket.write(`${line}\r\n`));
    socket.setTimeout(5000, () => socket.destroy(new Error(`no answer to ${line}`)));
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(data.toString().trim());
      socket.destroy();
    });
  });
}
