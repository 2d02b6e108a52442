import { PREVIEWER_RULES, READER_RULES } from '../../../../constructs/services/runtime/reader-rights';
import { environments, synthesizer } from '../../../fixture/fixture';
import type { Json } from '../../../helpers';

const READ = ['get', 'list', 'watch'];

/** `kubernetes_cron_job_v1` as the API calls it: `cronjobs`. */
function resourceOf(type: string, attributes: Json): string {
  const kind: string =
    attributes.manifest?.kind ??
    type
      .replace(/^kubernetes_/, '')
      .replace(/_v\d$/, '')
      .replaceAll('_', '');
  const name = kind.toLowerCase();
  return /y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}${/s$/.test(name) ? 'es' : 's'}`;
}

test('whoever plans may read every kind that the services hold', () => {
  const readable = new Set(READER_RULES.flatMap(({ resources = [] }) => resources));
  for (const environment of environments) {
    const { resource } = synthesizer.services(environment);
    const kinds = Object.entries<Json>(resource)
      .filter(([type]) => type.startsWith('kubernetes_'))
      .flatMap(([type, all]) => Object.values<Json>(all).map((attributes) => resourceOf(type, attributes)));
    expect(kinds.length).toBeGreaterThan(10);
    expect([...new Set(kinds)].filter((kind) => !readable.has(kind))).toEqual([]);
  }
});

test('whoever plans changes nothing, and neither group reaches secrets, pods, their logs or roles to give itself more', () => {
  for (const { verbs } of READER_RULES) expect(verbs).toEqual(READ);
  for (const { resources = [], verbs } of [...READER_RULES, ...PREVIEWER_RULES]) {
    expect(resources.filter((name) => /secrets|pods|\*/.test(name))).toEqual([]);
    if (resources.some((name) => /role/.test(name))) expect(verbs).toEqual(READ);
  }
});
