import { createServer } from 'node:net';
import { Failure } from '../../console/failure';

const TRIES = 50;

/** The first port from `wanted` on that nothing listens on. */
export async function freePort(wanted: number): Promise<number> {
  const last = Math.min(wanted + TRIES - 1, 65_535);
  for (let port = wanted; port <= last; port++) {
    if (await isFree(port)) return port;
  }
  throw new Failure(`No port from ${wanted} to ${last} is free. Choose another: --port N`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
