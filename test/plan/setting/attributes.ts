import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const library = join(__dirname, '../../../node_modules/@cdktf/provider-aws/lib');

/** Names that sound as if security, or how long something is kept, hung on them. */
const SOUNDS =
  /encrypt|kms|(^|_)(ssl|tls)(_|$)|https|retention|retain_|_protection|protected|public(ly)?_(access|conn)|is_public|force_de|skip_(final|destroy|delet)|point_in_time|versioning|logging|logs?_(enabled|exports|types|level)|(enable|disable)\w*_logs?|mfa|backup|mutab|password_(length|history|reuse)|minimum_(length|password)|require_(auth|tls|ssl|encr|symb|numb|lower|upper)|rotation|unauthenticated|anonymous|insecure|bypass|object_lock|(auth|authentication|authorization)_(type|mode)$|http_tokens|shared_accounts|scan_/;

/** A link to the documentation of an attribute, then the attribute itself with its type. */
const ATTRIBUTE = /docs\/resources\/(\w+)#(\w+) [^}]*\}\s*(?:\*[^/]*)?\*\/\s*readonly \w+\??: ([^;]+);/g;

/** Attributes with a value of their own, by name: the types that have them. Blocks are looked into. */
export function soundingAttributes(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  // Those of the largest resources are in files of their own.
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.d.ts') && !name.startsWith('data-'))) {
    const text = readFileSync(join(library, file), 'utf8');
    for (const [, type, name, kind] of text.matchAll(ATTRIBUTE)) {
      if (!SOUNDS.test(name!) || !/^(string|number|boolean|\{)/.test(kind!)) continue;
      found.set(name!, (found.get(name!) ?? new Set()).add(`aws_${type}`));
    }
  }
  return found;
}
