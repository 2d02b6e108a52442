import { connect, createServer, type Socket } from 'node:net';
import { HOST } from './server';

/** Somebody between a client and its server who says that the server speaks no TLS, and reads what comes then. */
export interface WithoutTls {
  readonly port: number;
  /** All that clients have sent. */
  read(): string;
  stop(): void;
}

/** @param port of PostgreSQL or MySQL; of others, where the server itself speaks no TLS. */
export async function withoutTls(protocol: string, port: number): Promise<WithoutTls> {
  const sent: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, HOST);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      sent.push(chunk);
      if (protocol === 'PostgreSQL' && asksForEncryption(chunk)) client.write('N');
      // The server itself waits for the end of a line.
      else if (protocol === 'Redis') client.write('-NOAUTH Authentication required.\r\n');
      else upstream.write(chunk);
    });
    let isGreeting = protocol === 'MySQL';
    upstream.on('data', (chunk) => {
      client.write(isGreeting ? withoutCapability(chunk) : chunk);
      isGreeting = false;
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, HOST, resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    read: () => Buffer.concat(sent).toString('latin1'),
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Source: PostgreSQL, "Message Formats": SSLRequest and GSSENCRequest. */
function asksForEncryption(chunk: Buffer): boolean {
  return chunk.length === 8 && [80_877_103, 80_877_104].includes(chunk.readUInt32BE(4));
}

/** Source: MySQL, "Protocol::HandshakeV10" and "Capabilities Flags": CLIENT_SSL is bit 11 of the lower two bytes. */
function withoutCapability(greeting: Buffer): Buffer {
  const header = 4;
  const version = greeting.indexOf(0, header + 1);
  const capabilities = version + 1 + 4 + 8 + 1;
  const changed = Buffer.from(greeting);
  changed.writeUInt16LE(changed.readUInt16LE(capabilities) & ~0x0800, capabilities);
  return changed;
}
