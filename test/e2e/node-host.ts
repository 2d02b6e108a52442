import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a node asks of the machine that it runs on, answered by the test. */
export class NodeHost {
  /** Files of each pod's secrets, or why it gets none. */
  readonly secrets: Record<string, Record<string, string> | string> = {};
  readonly servers: object[] = [];
  private readonly server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => response.end(this.answer(request.url!, body)));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(path: string, body: string): string {
    if (path === '/servers') return JSON.stringify(this.servers);
    if (path !== '/secrets') return `the host answers ${path}`;
    const of = this.secrets[JSON.parse(body).pod] ?? 'nobody knows it';
    if (typeof of === 'string') return JSON.stringify({ error: of });
    const files = Object.entries(of).map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
    return JSON.stringify({ files: Object.fromEntries(files) });
  }
}
