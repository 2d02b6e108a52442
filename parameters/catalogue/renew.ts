/**
 * Writes the lists of what AWS offers from the repositories that record it:
 *
 *   git clone --depth 1 https://github.com/aws-cloudformation/cfn-lint /tmp/cfn-lint
 *   git clone --depth 1 https://github.com/endoflife-date/endoflife.date /tmp/endoflife
 *   git clone --depth 1 https://github.com/getmoto/moto /tmp/moto
 *   git clone --depth 1 https://github.com/boto/botocore /tmp/botocore
 *   npm run catalogue -- /tmp/cfn-lint /tmp/endoflife /tmp/moto /tmp/botocore
 *
 * Review the diff: a version that is gone from a list is refused in the parameter files from then on. `addons.json` is
 * kept by hand, as no repository records it: its own text says which command lists the versions.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [CFN_LINT, ENDOFLIFE, MOTO, BOTOCORE] = process.argv.slice(2).map(repository);

interface Repository {
  /** The text of a file. */
  read(path: string): string;
  /** Which commit, of which day. */
  readonly commit: string;
  readonly day: string;
}

function repository(folder: string): Repository {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const [commit, day] = git('log', '-1', '--format=%h %cs').trim().split(' ');
  return { read: (path) => git('show', `HEAD:${path}`), commit: commit!, day: day! };
}

/** `notIn`: regions that do not have it. */
type Sizes = Record<string, { notIn: string[] }>;

/** A list in which each region names what it has, the other way round. */
function sizes(byRegion: Record<string, readonly string[]>): Sizes {
  const regions = Object.keys(byRegion).sort();
  const all = [...new Set(Object.values(byRegion).flat())].sort();
  return Object.fromEntries(
    all.map((size) => [size, { notIn: regions.filter((region) => !byRegion[region]!.includes(size)) }]),
  );
}

interface Rule {
  readonly if: { readonly properties: Record<string, { const?: string; enum?: string[] }> };
  readonly then: { readonly properties?: Record<string, { enum?: string[] }> };
}

const EXTENSIONS = 'src/cfnlint/data/schemas/extensions';

function rules(text: string): Rule[] {
  return (JSON.parse(text) as { allOf: Rule[] }).allOf;
}

/** Versions of an engine that something new can be made with. */
function versions(resource: string, engine: string): string[] {
  const of = (file: string) =>
    rules(CFN_LINT!.read(`${EXTENSIONS}/${resource}/${file}.json`)).find(
      (rule) => rule.if.properties.Engine?.const === engine,
    );
  const all = of('engine_version')!.then.properties!.EngineVersion!.enum!;
  if (resource !== 'aws_rds_dbinstance') return [...all].sort(ascending);
  const deprecated = new Set(of('engine_version_deprecated')?.if.properties.EngineVersion?.enum);
  return all.filter((version) => !deprecated.has(version)).sort(ascending);
}

function ascending(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

interface Cycle {
  readonly standardSupportEnds: string | null;
  readonly extendedSupportEnds: string | null;
}

/** What endoflife.date says of a product, by release cycle. */
function cycles(product: string): Record<string, Cycle> {
  const entries = ENDOFLIFE!
    .read(`products/${product}.md`)
    .split(/^ {2}- releaseCycle: /m)
    .slice(1);
  const date = (entry: string, key: string) =>
    new RegExp(`^ {4}${key}: (\\d{4}-\\d\\d-\\d\\d)`, 'm').exec(entry)?.[1] ?? null;
  return Object.fromEntries(
    entries.map((entry) => [
      /^"([^"]+)"/.exec(entry)![1]!,
      { standardSupportEnds: date(entry, 'eol'), extendedSupportEnds: date(entry, 'eoes') },
    ]),
  );
}

const NO_DATE: Cycle = { standardSupportEnds: null, extendedSupportEnds: null };

/** Versions by major, with the parameter group's family and the ends of support. */
function majors(
  found: readonly string[],
  ends: Record<string, Cycle>,
  majorOf: (version: string) => string,
  familyOf: (major: string) => string,
) {
  // A version such as 17.5-R1 or 13.23-rds.20260224 is for those who pay for extended support.
  const plain = found.filter((version) => /^\d+(\.\d+)+$/.test(version));
  return Object.fromEntries(
    [...new Set(plain.map(majorOf))].sort(ascending).map((major) => [
      major,
      {
        family: familyOf(major),
        ...(ends[major] ?? NO_DATE),
        versions: plain.filter((version) => majorOf(version) === major),
      },
    ]),
  );
}

const first = (version: string) => version.split('.')[0]!;
const firstTwo = (version: string) => version.split('.').slice(0, 2).join('.');

function kubernetes() {
  const known = Object.entries(cycles('amazon-eks')).filter(
    ([, { extendedSupportEnds }]) => extendedSupportEnds !== null && extendedSupportEnds > ENDOFLIFE!.day,
  );
  return {
    source: `endoflife-date/endoflife.date products/amazon-eks.md at ${ENDOFLIFE!.commit}`,
    taken: ENDOFLIFE!.day,
    versions: Object.fromEntries(known.sort(([a], [b]) => ascending(a, b))),
  };
}

function databases() {
  const classes: Record<string, string[]> = {};
  const byRegion = JSON.parse(
    CFN_LINT!.read(`${EXTENSIONS}/aws_rds_dbinstance/dbinstanceclass_enum.json`),
  ) as Record<string, { allOf: Rule[] }>;
  for (const [region, { allOf }] of Object.entries(byRegion)) {
    const ours = allOf.filter((rule) =>
      ['postgres', 'mysql'].includes(rule.if.properties.Engine?.const ?? ''),
    );
    classes[region] = ours.flatMap((rule) => rule.then.properties!.DBInstanceClass!.enum!);
  }
  return {
    source: `aws-cloudformation/cfn-lint ${EXTENSIONS}/aws_rds_dbinstance at ${CFN_LINT!.commit} (describe-db-engine-versions and prices); ends of support: endoflife-date/endoflife.date at ${ENDOFLIFE!.commit}`,
    taken: CFN_LINT!.day,
    engines: {
      postgres: majors(
        versions('aws_rds_dbinstance', 'postgres'),
        cycles('amazon-rds-postgresql'),
        first,
        (major) => `postgres${major}`,
      ),
      mysql: majors(
        versions('aws_rds_dbinstance', 'mysql'),
        cycles('amazon-rds-mysql'),
        firstTwo,
        (major) => `mysql${major}`,
      ),
    },
    sizes: sizes(classes),
  };
}

function caches() {
  const nodeTypes = JSON.parse(
    CFN_LINT!.read(`${EXTENSIONS}/aws_elasticache_cachecluster/cachenodetype_enum.json`),
  ) as Record<string, { enum?: string[] }>;
  const found = (engine: string) => versions('aws_elasticache_cachecluster', engine);
  return {
    source: `aws-cloudformation/cfn-lint ${EXTENSIONS}/aws_elasticache_cachecluster at ${CFN_LINT!.commit} (describe-cache-engine-versions and prices); ends of support: endoflife-date/endoflife.date at ${ENDOFLIFE!.commit}. AWS has announced none for Redis 7, Valkey and Memcached 1.6.`,
    taken: CFN_LINT!.day,
    engines: {
      redis: majors(found('redis'), cycles('amazon-elasticache-redis'), first, (major) =>
        // Redis 6 alone has a family with an x.
        major === '6' ? 'redis6.x' : `redis${major}`,
      ),
      valkey: majors(found('valkey'), {}, first, (major) => `valkey${major}`),
      memcached: majors(found('memcached'), {}, firstTwo, (major) => `memcached${major}`),
    },
    sizes: sizes(
      Object.fromEntries(
        Object.entries(nodeTypes).flatMap(([region, { enum: all }]) => (all ? [[region, all]] : [])),
      ),
    ),
  };
}

/** Partitions that anybody can have an account in. */
const OPEN = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'];

function regions() {
  const { partitions } = JSON.parse(BOTOCORE!.read('botocore/data/partitions.json')) as {
    partitions: { id: string; outputs: { dnsSuffix: string }; regions: Record<string, unknown> }[];
  };
  const open = partitions.filter(({ id }) => OPEN.includes(id));
  const zones = zonesByRegion();
  return {
    source: `boto/botocore botocore/data/partitions.json at ${BOTOCORE!.commit}; zones: getmoto/moto moto/ec2/models/availability_zones_and_regions.py at ${MOTO!.commit} (describe-availability-zones)`,
    taken: BOTOCORE!.day,
    partitions: Object.fromEntries(open.map(({ id, outputs }) => [id, { dnsSuffix: outputs.dnsSuffix }])),
    regions: Object.fromEntries(
      open
        .flatMap(({ id, regions }) =>
          Object.keys(regions)
            .filter((region) => /-\d$/.test(region))
            .map((region) => [region, { partition: id, zones: zones[region] ?? ['a', 'b', 'c'] }] as const),
        )
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  };
}

/** Letters of the zones that an account of today sees, for each region in which they are not a, b and c. */
function zonesByRegion(): Record<string, string[]> {
  const text = MOTO!.read('moto/ec2/models/availability_zones_and_regions.py');
  const zones: Record<string, string[]> = {};
  for (const [, body] of text.matchAll(/\bZone\(([^)]*)\)/g)) {
    const [, region, letter] = /\bname="([a-z0-9-]+-\d)([a-z])"/.exec(body!) ?? [];
    if (region && letter) zones[region] = [...(zones[region] ?? []), letter].sort();
  }
  return zones;
}

/** One entry a line, so that a diff shows which entry changed. */
function lines(value: unknown, indent = ''): string {
  const isParent = (one: unknown) =>
    typeof one === 'object' && one !== null && Object.values(one).some((member) => isObject(member));
  if (!isParent(value)) return oneLine(value);
  const within = `${indent}  `;
  const members = Object.entries(value as object).map(
    ([key, one]) => `${within}${JSON.stringify(key)}: ${lines(one, within)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneLine(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n */g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']');
}

const FILES = { kubernetes, databases, caches, regions };

for (const [name, make] of Object.entries(FILES)) {
  writeFileSync(join(__dirname, `${name}.json`), `${lines(make())}\n`);
}
