import { existsSync, readFileSync } from 'node:fs';
import type { Fault } from './fault';

/**
 * Makes Terraform write its errors to a file as well, because the CDKTF CLI reads its output. It does nothing if the
 * user has set up Terraform's log.
 */
export function logErrors(file: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const used = Object.keys(env).some((name) => /^TF_LOG/.test(name));
  return used ? env : { ...env, TF_LOG_CORE: 'ERROR', TF_LOG_PATH: file };
}

/**
 * The resources and providers that failed, by such a file. Terraform quotes their names as Go does, and writes the first
 * line of an error without its details (terraform/graph.go).
 */
export function readFaults(file: string): Fault[] {
  if (!existsSync(file)) return [];
  const entries = readFileSync(file, 'utf8').matchAll(
    /\[ERROR\] vertex "((?:[^"\\ ]|\\.)+)(?:[^"\\]|\\.)*" error: ([\s\S]*?)(?=\n\d{4}-\d\d-\d\dT|$)/g,
  );
  return [...entries].map(([, name = '', text = '']) => ({ address: name.replaceAll('\\"', '"'), text }));
}
