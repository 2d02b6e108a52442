import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProjectCopy } from '../e2e/project-copy';
import type { Json } from '../helpers';

/** A toy queue, made in a copy of the project as CONTRIBUTING.md says it. */
const directory = mkdtempSync(join(tmpdir(), 'new-kind-'));
const copy = new ProjectCopy(directory);
jest.setTimeout(300_000);
afterAll(() => rmSync(directory, { recursive: true }));

const DESCRIBED = {
  'declarations/kinds/queue.ts': `import type { KindDescription } from './kind-description';
export const queue = {
  section: 'queues',
  variables: { url: 'QUEUE_URL' },
  ownName: 'all',
} as const satisfies KindDescription;
`,
};

/** What is new of the rest, by its file. */
const MADE = {
  'parameters/kinds/queue.ts': `import { z } from 'zod';
import { whole } from '../schema';
const schema = () =>
  z.strictObject({
    retentionDays: whole(1, 14, { description: 'How long it keeps messages.', change: 'in place' }).default(4),
  });
export const queue = { schema };
`,
  'stacks/kinds/queue.ts': `import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Maker } from './maker';
export const queue: Maker<'queue'> = {
  create(scope, { name }, { retentionDays }, { naming }) {
    const made = new SqsQueue(scope, \`queue-\${name}\`, {
      name: \`\${naming.environment}-\${name}\`,
      messageRetentionSeconds: retentionDays * 86_400,
    });
    return { url: made.url, arn: made.arn };
  },
};
`,
  'constructs/services/bindings/queue-binding.ts': `import type { BackingBinding } from '../../../declarations/binding';
import { sid } from '../../core/sid';
import { type Grant, NOTHING } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';
import { outside } from './internet-binding';
export function bindQueue(runtime: Runtime, { name, variables }: BackingBinding<'queue'>): Grant {
  const queue = runtime.contract.thing('queues', name);
  return {
    ...NOTHING,
    variables: [{ name: variables.url, value: queue.url }],
    statements: [{ Sid: sid('Use', name), Action: 'sqs:SendMessage', Resource: queue.arn }],
    egress: [outside(runtime)],
  };
}
`,
};

/** What is added to a record, by its file: before a text that is there. */
const ADDED: Readonly<Record<string, readonly (readonly [before: string, text: string])[]>> = {
  'parameters/kinds/kinds.ts': [
    ['import type { KindParameters', "import { queue } from './queue';\n"],
    ['bucket } satisfies', 'queue, '],
  ],
  'constructs/contract/contract.ts': [
    ['buckets: z.strict', 'queues: z.strictObject({ url: text, arn: text }),\n'],
  ],
  'stacks/kinds/kinds.ts': [
    ['import type { Maker', "import { queue } from './queue';\n"],
    ['bucket };', 'queue, '],
  ],
  'constructs/services/bindings/binding.ts': [
    ['import { bindService }', "import { bindQueue } from './queue-binding';\n"],
    ['bucket: (', 'queue: (_scope, { runtime }, binding) => bindQueue(runtime, binding),\n'],
  ],
  'constructs/backup/backed-up.ts': [['bucket: (naming)', 'queue: undefined,\n']],
  'cli/compose/servers/servers.ts': [
    ['bucket: { tells', 'queue: { tells: ({ name }) => ({ url: `http://${name}` }) },\n'],
  ],
  'cli/recover/removal/kinds.ts': [
    [
      'bucket: [',
      "queue: [[/^sqs:(.+)$/, 'sqs get-queue-url --queue-name $1', 'sqs delete-queue --queue-url $1']],\n",
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
  add('declarations/kinds/kinds.ts', 'import { memcached }', "import { queue } from './queue';\n");
  add('declarations/kinds/kinds.ts', 'bucket } as const', 'queue, ');
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
  const recipe = readFileSync('CONTRIBUTING.md', 'utf8').replaceAll('<kind>', 'queue');
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
    const bound = '{ ...service, bind: [...(service.bind ?? []), "jobs"] }';
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
      '{ backing: { ...backing, queues: { jobs: {} } }, services: bound }',
    );
    for (const name of environments) {
      copy.parameters(name, (parameters) => {
        parameters.queues = { jobs: { retentionDays: 2 } };
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
      const { aws_sqs_queue, aws_ssm_parameter } = synthesized(name).resource;
      expect(Object.values<Json>(aws_sqs_queue)).toMatchObject([
        { name: `${name}-jobs`, message_retention_seconds: 172_800 },
      ]);
      expect(JSON.stringify(aws_ssm_parameter)).toContain('queues');
    }
  });

  test('each preview has one of its own', () => {
    const { aws_sqs_queue } = synthesized('preview-pr-42').resource;
    expect(Object.values<Json>(aws_sqs_queue)).toMatchObject([{ name: 'preview-pr-42-jobs' }]);
  });

  test('gives its variable and its right to whoever binds it', () => {
    for (const name of environments) {
      const { kubernetes_deployment_v1, aws_iam_role_policy } = synthesized(`${name}-services`).resource;
      expect(JSON.stringify(kubernetes_deployment_v1)).toContain('"name":"JOBS_QUEUE_URL"');
      expect(JSON.stringify(aws_iam_role_policy)).toContain('sqs:SendMessage');
    }
  });
});
