import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const library = join(__dirname, '../../../node_modules/@cdktf/provider-kubernetes/lib');

/** Names that sound as if security, how long something is kept, or whether it runs, hung on them. */
const SOUNDS =
  /privileg|^host_|capabilit|run_as|root|seccomp|app_armor|se_linux|sysctl|automount|token|secret|polic|encrypt|tls|insecure|immutable|ret(ain|ention)|reclaim|protect|public|external|source_ranges|^allow|approve|signer|verbs|role_ref|subject|aggregat|namespace_selector|object_selector|except|cidr|probe|grace|replicas|available|suspend|pause|schedule|strategy|topology|affinity|taint|node_selector|limit|hard|priority|preempt|ttl|deadline|history|claim|delet|share_|service_account|runtime_class|expir|scope|force/;

/** A link to the documentation of an attribute, then the attribute itself. */
const ATTRIBUTE = /docs\/resources\/(\w+)#(\w+) [^}]*\}\s*(?:\*[^/]*)?\*\/\s*readonly \w+\??: /g;

/** Attributes and blocks by name: the types that have them. Those of pods are in files of their own. */
export function soundingAttributes(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.d.ts') && !name.startsWith('data-'))) {
    for (const [, type, name] of readFileSync(join(library, file), 'utf8').matchAll(ATTRIBUTE)) {
      if (SOUNDS.test(name!)) found.set(name!, (found.get(name!) ?? new Set()).add(`kubernetes_${type}`));
    }
  }
  return found;
}
