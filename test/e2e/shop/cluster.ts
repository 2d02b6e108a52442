import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../../helpers';

/** The cluster of dev, by kubectl. */
export class Cluster {
  /** @param namespace of the shop: of a preview, one with its id. */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly namespace = 'shop',
  ) {}

  kubectl(...args: string[]): string {
    return this.run(args);
  }

  apply(object: Json): void {
    this.run(['apply', '--filename', '-'], JSON.stringify(object));
  }

  get(...args: string[]): Json {
    return JSON.parse(this.kubectl('get', ...args, '--output=json'));
  }

  /** The value of a variable of a process of the shop, with what it takes from others and out of secrets. */
  variable(deployment: string, name: string): string {
    const { env } = this.get('deployment', '-n', this.namespace, deployment).spec.template.spec.containers[0];
    const readVariable = (wanted: string): string => {
      const { value = '', valueFrom } = env.find((variable: Json) => variable.name === wanted);
      if (!valueFrom)
        return value.replaceAll(/\$\((\w+)\)/g, (_: string, other: string) => readVariable(other));
      const { name: secret, key } = valueFrom.secretKeyRef;
      return Buffer.from(this.get('secret', '-n', this.namespace, secret).data[key], 'base64').toString();
    };
    return readVariable(name);
  }

  /** Whether a connection from a pod's network gets through. Images have no program for it: this machine's own asks. */
  reaches(pod: Json, address: string, port: number): boolean {
    const pid = processOf(pod.metadata.uid);
    const ask = `exec 3<>/dev/tcp/${address}/${port}`;
    try {
      execFileSync('nsenter', [`--target=${pid}`, '--net', 'timeout', '3', 'bash', '-c', ask], {
        stdio: 'ignore',
      });
      return true;
    } catch {
      return false;
    }
  }

  private run(args: readonly string[], input?: string): string {
    const options = { env: this.env, encoding: 'utf8', input, maxBuffer: 2 ** 26 } as const;
    return execFileSync('kubectl', ['--context', 'dev', ...args], options);
  }
}

/** One of a pod's processes, as this machine sees it. */
function processOf(uid: string): string {
  const found = readdirSync('/proc').find((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(uid);
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`no process of the pod ${uid} runs here`);
  return found;
}
