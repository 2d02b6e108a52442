/** A database server that a test started on this machine. */
export interface Server {
  readonly port: number;
  /** Where its client programs are. */
  readonly programs: string;
  /** Who makes users: what RDS calls the master user. */
  readonly master: string;
  /** Path of the bundle by which a client authenticates it, as `SERVER_NAME`. */
  readonly authorities: string;
  /** Runs SQL as a user. @returns what it prints. @throws with what the server says. */
  query(as: SignIn, sql: string): Promise<string>;
  /** Runs SQL as the owner of the server, who RDS keeps to itself. */
  administer(sql: string): Promise<string>;
  /** All that it wrote to its logs, which RDS sends on. */
  readLogs(): string;
  stop(): Promise<void>;
}

export interface SignIn {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Default true. */
  readonly tls?: boolean;
}

export const HOST = '127.0.0.1';
