import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST } from '../database/server';

export interface HttpServer {
  readonly url: string;
  stop(): void;
}

/** A server that a test answers for. */
export async function serve(answer: (path: string, body: Buffer) => string): Promise<HttpServer> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.end(answer(request.url!, Buffer.concat(parts)));
  }).listen(0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
