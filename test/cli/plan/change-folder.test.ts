import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readChange } from '../../../cli/plan/change-folder';
import { readStacks } from '../../../terraform/synthesized-stack';
import { environments, synthesizer } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { folder } from '../../local/temporary';

const [dev, other] = environments;
const LOCK = ['aws', 'kubernetes', 'external'].map(
  (name) => `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "1.0.0"\n}\n`,
);
const documents = (environment = dev!): Record<string, Json> =>
  JSON.parse(
    JSON.stringify({
      [environment.name]: synthesizer.platform(environment),
      [`${environment.name}-services`]: synthesizer.services(environment),
    }),
  );

/** A folder as the app leaves it. */
function synthesized(stacks: Record<string, Json>, from = join(folder(), 'cdktf.out')): string {
  const entries = Object.keys(stacks).map((name) => [
    name,
    {
      name,
      workingDirectory: `stacks/${name}`,
      dependencies: name.endsWith('-services') ? [name.replace('-services', '')] : [],
    },
  ]);
  mkdirSync(from, { recursive: true });
  writeFileSync(join(from, 'manifest.json'), JSON.stringify({ stacks: Object.fromEntries(entries) }));
  for (const [name, document] of Object.entries(stacks)) {
    mkdirSync(join(from, 'stacks', name), { recursive: true });
    writeFileSync(join(from, 'stacks', name, 'cdk.tf.json'), JSON.stringify(document));
  }
  return from;
}

const own = readStacks(synthesized(documents()));
const read = (from: string, to = join(folder(), 'change')) => {
  mkdirSync(to);
  return readChange(join(from, '..'), to, own);
};
const changed = (change: (stacks: Record<string, Json>) => void) => {
  const stacks = documents();
  change(stacks);
  return () => read(synthesized(stacks));
};

test('reads the stacks of a change, with what they build on, and the locks of their own providers', () => {
  const from = synthesized(documents());
  writeFileSync(join(from, '../.terraform.lock.hcl'), LOCK.join('\n'));
  writeFileSync(join(from, 'stacks/dev/forward.zip'), 'zip');
  const stacks = read(from);
  expect(stacks.map(({ name, dependencies }) => [name, dependencies])).toEqual([
    ['dev', []],
    ['dev-services', ['dev']],
  ]);
  const [platform, services] = stacks.map(({ directory }) => directory);
  expect(readdirSync(platform!).sort()).toEqual(['.terraform.lock.hcl', 'cdk.tf.json', 'forward.zip']);
  expect(readFileSync(join(services!, '.terraform.lock.hcl'), 'utf8').trim()).toBe(
    LOCK.slice(0, 2).join('\n').trim(),
  );
});

test('a new environment, with an account and names of its own, is none of another kind', () => {
  expect(() => read(synthesized(documents(other)))).not.toThrow();
});

test('another version of a provider, a resource more, another tag are none of another kind', () => {
  expect(
    changed(({ dev }) => {
      dev.terraform.required_providers.aws.version = '6.0.0';
      dev.provider.aws[0].default_tags[0].tags.owner = 'somebody';
      dev.resource.aws_eip = { more: {} };
    }),
  ).not.toThrow();
});

test('nothing is taken over that Terraform would read beside the stack, or that leads elsewhere', () => {
  const from = synthesized(documents());
  const dev = join(from, 'stacks/dev');
  for (const name of ['.terraform/providers/evil', 'more']) mkdirSync(join(dev, name), { recursive: true });
  for (const name of [
    '.terraform/providers/evil/run',
    'x.tf',
    'y.tf.json',
    'z.auto.tfvars',
    'override.tofu',
    'more/a.zip',
  ])
    writeFileSync(join(dev, name), '');
  symlinkSync('/etc', join(dev, 'etc'));
  symlinkSync('/etc/passwd', join(dev, 'passwd.zip'));
  const [platform] = read(from);
  expect(readdirSync(platform!.directory, { recursive: true }).sort()).toEqual([
    'cdk.tf.json',
    'more',
    'more/a.zip',
  ]);
});

test.each<[string, string, (stacks: Record<string, Json>) => void]>([
  [
    'a program that gives the token of the cluster',
    'dev-services: its providers are others, or set up in another way',
    (stacks) => {
      stacks['dev-services'].provider.kubernetes[0].exec[0].command = 'bash';
    },
  ],
  [
    'a server that is asked in place of AWS',
    'dev: its providers are others, or set up in another way',
    ({ dev }) => {
      dev.provider.aws[0].endpoints = [{ sts: 'https://elsewhere.example' }];
    },
  ],
  [
    'a provider of somebody else',
    'dev: its providers are others, or set up in another way',
    ({ dev }) => {
      dev.terraform.required_providers.aws.source = 'evil/aws';
    },
  ],
  [
    'a region that would hide another setting',
    'dev: its providers are others, or set up in another way',
    ({ dev }) => {
      dev.provider.aws[0].region = '.*';
    },
  ],
  [
    'a provider that Terraform fetches unasked, and that runs programs',
    'dev: data external is of a provider that it does not name',
    ({ dev }) => {
      dev.data.external = { run: { program: ['sh'] } };
    },
  ],
  [
    'the state of another stack, which would show all as new',
    'dev: its state is kept in another way',
    ({ dev }) => {
      dev.terraform.backend.s3.key = 'empty.tfstate';
    },
  ],
  [
    'a module',
    'dev: it has module',
    ({ dev }) => {
      dev.module = { evil: { source: 'git::https://elsewhere.example' } };
    },
  ],
  [
    'the environment of the process, in a tag',
    'dev: it reads a file of the machine that plans it',
    ({ dev }) => {
      dev.resource.aws_eip = { x: { tags: { x: '${file("/proc/self/environ")}' } } };
    },
  ],
  [
    'the same by a template that is put together',
    'dev: it reads a file of the machine that plans it',
    ({ dev }) => {
      dev.locals = { x: '${"$"}{fi${""}le("/x")}', y: '${templatestring(local.x, {})}' };
    },
  ],
])('%s is refused before Terraform runs', (_, fault, change) => {
  expect(changed(change)).toThrow(`\n- ${fault}\n`);
});

test('a manifest that names other folders is refused, and so is a change without stacks', () => {
  const from = synthesized(documents());
  const manifest = join(from, 'manifest.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('stacks/dev"', '../../../dev"'));
  expect(() => read(from)).toThrow('got "dev"; allowed: stacks in folders of their names');
  rmSync(manifest);
  expect(existsSync(manifest)).toBe(false);
  expect(() => read(from)).toThrow(
    'has no stacks: the change has to be synthesized there, by "npm run synth"',
  );
});
