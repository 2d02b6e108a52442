import { IMAGES } from '../../constructs/services/bindings/setup-images';
import { FLAG_AGENT_IMAGE } from '../../constructs/services/flags/flag-agent-image';
import type { Declared } from '../../declarations/binding';

/** The images that a cluster runs beside those of the services: what sets up databases and caches, and serves flags. */
export function platformImages({ backing, services }: Declared): string[] {
  const engines = new Set(Object.values(backing.databases ?? {}).map(({ engine }) => engine));
  const hasUsers = Object.values(backing.caches ?? {}).some(({ engine }) => engine !== 'memcached');
  const hasConsumers = Object.values(services).some(({ processes = {} }) =>
    Object.values(processes).some(({ consumes }) => consumes !== undefined),
  );
  const hasFlags = Object.values(services).some(({ flags }) => Object.keys(flags ?? {}).length > 0);
  return [
    ...[...engines].map((engine) => IMAGES[engine]),
    ...(hasUsers || hasConsumers ? [IMAGES.cache] : []),
    ...(hasFlags ? [FLAG_AGENT_IMAGE] : []),
  ];
}
