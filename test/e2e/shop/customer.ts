import { execFileSync } from 'node:child_process';

/** Somebody with a browser, which keeps the cookie of the cart. */
export class Customer {
  private cookie = '';

  constructor(private readonly shop: string) {}

  /** What `curl` prints. @throws when the answer says that something went wrong. */
  get(path: string): string {
    return this.curl(path);
  }

  post(path: string, fields: Readonly<Record<string, string>>): string {
    const data = Object.entries(fields).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]);
    return this.curl(path, ...data);
  }

  private curl(path: string, ...options: readonly string[]): string {
    const cookie = this.cookie ? ['--header', `Cookie: ${this.cookie}`] : [];
    const args = [
      '--silent',
      '--show-error',
      '--fail',
      '--max-time',
      '20',
      '--include',
      ...cookie,
      ...options,
    ];
    const answer = execFileSync('curl', [...args, `${this.shop}${path}`], { encoding: 'utf8' });
    const end = answer.indexOf('\r\n\r\n');
    this.cookie = /^set-cookie: (cart=[^;]+)/im.exec(answer.slice(0, end))?.[1] ?? this.cookie;
    return answer.slice(end + 4);
  }

  get cart(): string {
    return this.cookie.replace('cart=', '');
  }
}
