import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProjectCopy } from '../e2e/project-copy';
import type { Json } from '../helpers';

/** A toy topic, made in a copy of the project as CONTRIBUTING.md says it. */
const directory = mkdtempSync(join(tmpdir(), 'new-kind-'));
const copy = new ProjectCopy(directory);
jest.setTimeout(300_000);
afterAll(() => rmSync(directory, { recursive: true }));

const DESCRIBED = {
  'declarations/kinds/topic.ts': `import type { KindDescription } from './kind-description';
export const topic = {
  section: 'topics',
  variables: { arn: 'TOPIC_ARN' },
  ownName: 'all',
} as const satisfies KindDescription;
`,
};

/** What is new of the rest, by its file. */
const MADE = {
  'parameters/kinds/topic.ts': `import { z } from 'zod';
import { whole } from '../schema';
const schema = () =>
  z.strictObject({
    signature: whole(1, 2, { description: 'Version of its signatures.', change: 'in place' }).default(1),
  });
export const topic = { schema };
`,
  'stacks/kinds/topic.ts': `import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { Maker } from './maker';
export const topic: Maker<'topic'> = {
  create(scope, { name }, { signature }, { naming }) {
    const made = new SnsTopic(scope, \`topic-\${name}\`, {
      name: \`\${naming.environment}-\${name}\`,
      signatureVersion: signature,
    });
    return { arn: made.arn };
  },
};
`,
  'constructs/services/bindings/topic-binding.ts': `import type { BackingBinding } from '../../../declarations/binding';
import { sid } from '../../core/sid';
import { type Grant, NOTHING } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';
import { outside } from './internet-binding';
export function bindTopic(runtime: Runtime, { name, variables }: BackingBinding<'topic'>): Grant {
  const topic = runtime.contract.thing('topics', name);
  return {
    ...NOTHING,
    variables: [{ name: variables.arn, value: topic.arn }],
    statements: [{ Sid: sid('Use', name), Action: 'sns:Publish', Resource: topic.arn }],
    egress: [outside(runtime)],
  };
}
`,
};

/** What is added to a record, by its file: before a text that is there. */
const ADDED: Readonly<Record<string, readonly (readonly [before: string, text: string])[]>> = {
  'parameters/kinds/kinds.ts': [
    ['import type { KindParameters', "import { topic } from './topic';\n"],
    ['queue } satisfies', 'topic, '],
  ],
  'constructs/contract/contract.ts': [['buckets: z.strict', 'topics: z.strictObject({ arn: text }),\n']],
  'stacks/kinds/kinds.ts': [
    ['import type { Maker', "import { topic } from './topic';\n"],
    ['queue };', 'topic, '],
  ],
  'constructs/services/bindings/binding.ts': [
    ['import { bindService }', "import { bindTopic } from './topic-binding';\n"],
    ['bucket: (', 'topic: (_scope, { runtime }, binding) => bindTopic(runtime, binding),\n'],
  ],
  'constructs/backup/backed-up.ts': [['bucket: (naming)', 'topic: undefined,\n']],
  'cli/compose/servers/servers.ts': [
    ['bucket: { tells', 'topic: { tells: ({ name }) => ({ arn: `arn:aws:sns:::${name}` }) },\n'],
  ],
  'cli/recover/removal/kinds.ts': [
    [
      'bucket: [',
      "topic: [[/^sns:(.+)$/, 'sns get-topic-attributes --topic-arn ARN', 'sns delete-topic --topic-arn ARN']],\n",
    ],
  ],
};

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
}

function add(file: string, before: string, text: string): void {
  copy.source(file, before, `${text}${before}`);
}

/** The files that the compiler finds at fault. */
function atFault(): string[] {
  const tsc = join(directory, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--noEmit', '--pretty', 'false'], { cwd: directory, encoding: 'utf8' });
  return [...new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file]) => file!))].sort();
}

test('the compiler names every file that lacks the new kind, and no other', () => {
  write(DESCRIBED);
  add('declarations/kinds/kinds.ts', 'import { memcached }', "import { topic } from './topic';\n");
  add('declarations/kinds/kinds.ts', 'queue } as const', 'topic, ');
  expect(atFault()).toEqual(Object.keys(ADDED).sort());
});

test('with an entry in each of them it compiles, though no declaration, environment or test knows it', () => {
  write(MADE);
  for (const [file, additions] of Object.entries(ADDED)) {
    for (const [before, text] of additions) add(file, before, text);
  }
  expect(atFault()).toEqual([]);
});

test('CONTRIBUTING.md lists every file that it took', () => {
  const recipe = readFileSync('CONTRIBUTING.md', 'utf8').replaceAll('<kind>', 'topic');
  const files = [...Object.keys({ ...DESCRIBED, ...MADE, ...ADDED }), 'declarations/kinds/kinds.ts'];
  expect(files.filter((file) => !recipe.includes(`\`${file}\``))).toEqual([]);
});

describe('one that is declared and bound', () => {
  const synthesized = (stack: string): Json =>
    JSON.parse(readFileSync(join(directory, `cdktf.out/stacks/${stack}/cdk.tf.json`), 'utf8'));
  const environments = readdirSync('environments')
    .filter((file) => !/^preview|schema\.json$/.test(file))
    .map((file) => file.replace('.json', ''));

  beforeAll(() => {
    const bound = '{ ...service, bind: [...(service.bind ?? []), "news"] }';
    add(
      'services/declared.ts',
      'export const declared',
      `const bound = Object.fromEntries(Object.entries<Services[string]>(services).map(([name, service]) => [name, ${bound}]));\n`,
    );
    add(
      'services/declared.ts',
      'import { backing',
      "import type { Services } from '../declarations/service';\n",
    );
    copy.source(
      'services/declared.ts',
      '{ backing, services }',
      '{ backing: { ...backing, topics: { news: {} } }, services: bound }',
    );
    for (const name of environments) {
      copy.parameters(name, (parameters) => {
        parameters.topics = { news: { signature: 2 } };
      });
    }
    execFileSync('node', ['app.js'], {
      cwd: directory,
      env: { ...process.env, PREVIEW: 'pr-42', PREVIEW_OWNER: 'ada', PREVIEW_EXPIRES: '2026-12-01' },
    });
  });

  test('is made in every environment, by its parameters, and told of in the contract', () => {
    expect(environments.length).toBeGreaterThan(0);
    for (const name of environments) {
      const { aws_sns_topic, aws_ssm_parameter } = synthesized(name).resource;
      expect(Object.values<Json>(aws_sns_topic)).toContainEqual(
        expect.objectContaining({ name: `${name}-news`, signature_version: 2 }),
      );
      expect(JSON.stringify(aws_ssm_parameter)).toContain('topics');
    }
  });

  test('each preview has one of its own', () => {
    const { aws_sns_topic } = synthesized('preview-pr-42').resource;
    expect(Object.values<Json>(aws_sns_topic)).toMatchObject([{ name: 'preview-pr-42-news' }]);
  });

  test('gives its variable and its right to whoever binds it', () => {
    for (const name of environments) {
      const { kubernetes_deployment_v1, aws_iam_role_policy } = synthesized(`${name}-services`).resource;
      expect(JSON.stringify(kubernetes_deployment_v1)).toContain('"name":"NEWS_TOPIC_ARN"');
      expect(JSON.stringify(aws_iam_role_policy)).toContain('sns:Publish');
    }
  });
});
