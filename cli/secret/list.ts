import { table } from '../../plan/report/markdown';
import type { Named } from './arguments';
import type { SecretPlace } from './place';
import type { SecretStore, StoredSecret } from './store';
import { minute, shortId, since } from './words';

const COLUMNS = ['service', 'secret', 'variable', 'value', 'version', 'version before'];

/** All secrets that are declared or there, as a table, and what to do about those that are missing. */
export async function listSecrets(place: SecretPlace, store: SecretStore): Promise<string> {
  const isOfPeople = (name: string) => place.read(name) !== undefined;
  const all = await store.list(place.prefix, isOfPeople);
  const stored = all.map((secret) => ({ named: place.read(secret.name)!, secret }));
  const declared = place.declared();
  const isSame = (a: Named, b: Named) => a.service === b.service && a.name === b.name;
  const undeclared = stored.filter(({ named }) => !declared.some((one) => isSame(one, named)));
  const rows = [
    ...declared.map((named) => ({
      named,
      variable: named.secret.variable,
      secret: stored.find((one) => isSame(one.named, named))?.secret,
    })),
    ...undeclared.map(({ named, secret }) => ({ named, variable: 'not declared', secret })),
  ];
  if (rows.length === 0) return `${place.name}: no secret is declared, and none is there.`;
  const missing = declared.filter((_, index) => !isSet(rows[index]!.secret));
  return [
    table(
      COLUMNS,
      rows.map(({ named: { service, name }, variable, secret }) => [
        service,
        name,
        variable,
        stateOf(secret),
        ...(['AWSCURRENT', 'AWSPREVIOUS'] as const).map((label) => shortId(secret?.versions[label] ?? '-')),
      ]),
      COLUMNS.length,
    ),
    ...missing.map(({ service, name }) => `missing: npm run secret -- set ${place.name} ${service} ${name}`),
    ...undeclared
      .filter(({ secret }) => !secret.deleted)
      .map(
        ({ named }) => `not declared: npm run secret -- unset ${place.name} ${named.service} ${named.name}`,
      ),
  ].join('\n');
}

function isSet(secret: StoredSecret | undefined): boolean {
  return secret?.since !== undefined && secret.deleted === undefined;
}

function stateOf(secret: StoredSecret | undefined): string {
  if (secret?.deleted) return `removed ${minute(secret.deleted)}`;
  return isSet(secret) ? `put ${since(secret!)}` : 'missing';
}
