import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { HOST } from '../database/server';

/** Stands before a server, so that it can be away for those who come this way. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private away = false;
  private readonly server = createServer((client) => {
    if (this.away) {
      client.destroy();
      return;
    }
    const server = connect(this.target, HOST);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
  });

  constructor(private readonly target: number) {}

  /** @returns the port. */
  async start(): Promise<number> {
    this.server.listen(0, HOST);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections, and takes no more. */
  cut(): void {
    this.away = true;
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.away = false;
  }

  stop(): void {
    this.cut();
    this.server.close();
  }
}
