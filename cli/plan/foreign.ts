import type { SynthesizedStack } from '../../terraform/synthesized-stack';

/** What a stack may consist of. A `module` could bring anything. */
const PARTS = [
  '//',
  'terraform',
  'provider',
  'resource',
  'data',
  'ephemeral',
  'output',
  'locals',
  'variable',
  'import',
  'moved',
  'removed',
];
/** It only holds values, and does nothing before it is applied. */
const OF_TERRAFORM = 'terraform_data';
/** Functions by which an expression reads a file of the machine that plans, such as its credentials. */
const READS_FILE = /\b(file\w*|template\w+)\s*\(/;

/**
 * What a change has in a stack by which Terraform would do more than plan it: run a program, ask another server, read a
 * file or another state. Where state and providers are told, nothing may differ from the stacks of this checkout but
 * names, accounts and versions.
 * @returns sentences' ends.
 */
export function foreignParts(stack: SynthesizedStack, own: readonly SynthesizedStack[]): string[] {
  const document = stack.document as Readonly<Record<string, unknown>>;
  const parts = Object.keys(document).filter((key) => !PARTS.includes(key));
  const shape = shapeOf(stack);
  const allowed = own.map(shapeOf);
  const providers = Object.keys(stack.document.terraform?.required_providers ?? {});
  const types = ['resource', 'data', 'ephemeral'].flatMap((kind) =>
    Object.keys((document[kind] as object | undefined) ?? {}).map((type) => ({ kind, type })),
  );
  const unknown = types.filter(
    ({ type }) => type !== OF_TERRAFORM && !providers.includes(type.split('_')[0]!),
  );
  return [
    ...(parts.length > 0 ? [`it has ${parts.join(', ')}`] : []),
    ...(allowed.some(({ state }) => state === shape.state) ? [] : ['its state is kept in another way']),
    ...(allowed.some((one) => one.providers === shape.providers)
      ? []
      : ['its providers are others, or set up in another way']),
    ...unknown.map(({ kind, type }) => `${kind} ${type} is of a provider that it does not name`),
    ...(readsFile(document) ? ['it reads a file of the machine that plans it'] : []),
  ];
}

/** Where the state is and how providers are set up, without what tells environments apart. */
function shapeOf(stack: SynthesizedStack): { readonly state: string; readonly providers: string } {
  const { terraform = {}, provider = {} } = stack.document;
  const {
    backend,
    required_providers: required = {},
    ...others
  } = terraform as Readonly<Record<string, unknown>> & {
    readonly required_providers?: Readonly<Record<string, { readonly source: string }>>;
  };
  const sources = Object.entries(required).map(([name, { source }]) => [name, source]);
  return {
    state: alike(stack, { backend, others }),
    providers: alike(stack, { sources, provider: withoutTags(provider) }),
  };
}

function alike({ name, environment, account = '', region = '' }: SynthesizedStack, value: unknown): string {
  // The change itself writes account and region: a pattern there would hide other differences.
  const names = [
    [name, '<stack>'],
    [environment, '<environment>'],
    [/^\d{12}$/.test(account) ? account : '', '<account>'],
    [/^[a-z]{2}(-[a-z]{2,12}){1,2}-\d$/.test(region) ? region : '', '<region>'],
  ] as const;
  return names.reduce(
    (text, [own, mark]) => (own ? text.replaceAll(new RegExp(`(?<![\\w-])${own}(?!\\w)`, 'g'), mark) : text),
    JSON.stringify(value),
  );
}

/** Tags say nothing of whom a provider asks. */
function withoutTags(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part) =>
      key === 'default_tags' || key === 'ignore_tags' ? undefined : part,
    ),
  );
}

function readsFile(value: unknown): boolean {
  if (typeof value === 'string') return /[$%]\{/.test(value) && READS_FILE.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(readsFile);
}
