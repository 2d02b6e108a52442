import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import {
  App,
  DataTerraformRemoteStateS3,
  Fn,
  Lazy,
  S3Backend,
  TerraformCount,
  TerraformHclModule,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';
import { EphemeralPassword } from '../../../constructs/encryption/ephemeral-password';
import { Platform } from '../../../stacks/platform';
import { ServicesStack } from '../../../stacks/services';
import { BaseStack } from '../../../stacks/stack';
import { declared, environments, project } from '../../fixture/fixture';
import { outdir } from '../../helpers';

/** The JSON that CDKTF makes of a stack by itself, and what is made of it here. */
function both(stack: BaseStack): { cdktf: string; ours: string } {
  stack.prepareStack();
  const cdktf = TerraformStack.prototype.toTerraform.call(stack);
  return { cdktf: JSON.stringify(cdktf, null, 2), ours: JSON.stringify(stack.toTerraform(), null, 2) };
}

/** What builds a part that can be in a stack. */
const parts: Readonly<Record<string, (stack: BaseStack) => void>> = {
  'nothing at all': () => {},
  'an S3 backend': (stack) =>
    new S3Backend(stack, { bucket: 'a', key: 'b' }).addOverride('use_lockfile', true),
  'references and names of tokens': (stack) => {
    const key = new KmsKey(stack, 'key', { description: 'costs 5e10 $${a}', tags: {} });
    new S3Bucket(stack, 'bucket', {
      bucket: `logs-${key.keyId}-$${'{a}'}`,
      tags: { arn: key.arn, [key.keyId]: 'b', size: `${key.deletionWindowInDays}` },
      dependsOn: [key],
      forceDestroy: Token.asAny(Fn.lookup(key.tagsAll, 'a', false)),
    });
  },
  'lists, maps, functions and lazy values': (stack) => {
    const key = new KmsKey(stack, 'key', { deletionWindowInDays: Lazy.numberValue({ produce: () => 7 }) });
    new SecurityGroup(stack, 'group', {
      name: Fn.join('-', ['a', key.keyId]),
      description: Lazy.stringValue({ produce: () => `of ${key.arn}` }),
      ingress: [
        {
          fromPort: Token.asNumber(Fn.parseint('80', 10)),
          toPort: 80,
          cidrBlocks: Token.asList(Fn.split(',', key.policy)),
          securityGroups: [key.keyId, 'b'],
        },
      ],
      tags: Token.asStringMap(key.tagsAll),
      lifecycle: { ignoreChanges: ['tags'], replaceTriggeredBy: [key] },
    });
  },
  'variables, locals, data and outputs of nested constructs': (stack) => {
    const variable = new TerraformVariable(stack, 'variable', { type: 'string', sensitive: true });
    const local = new TerraformLocal(stack, 'local', { name: variable.stringValue, list: [1, null] });
    const caller = new DataAwsCallerIdentity(stack, 'caller', {});
    const nested = new Construct(new Construct(stack, 'outer'), 'inner');
    new TerraformOutput(nested, 'one', { value: Fn.lookup(local.expression, 'name', ''), sensitive: true });
    new TerraformOutput(nested, 'two', { value: { account: caller.accountId, empty: {}, none: [] } });
    new TerraformOutput(stack, 'three', { value: undefined, staticId: true });
  },
  'loops, blocks, counts, modules and remote state': (stack) => {
    const each = TerraformIterator.fromList(['a', 'b']);
    new S3Bucket(stack, 'each', { forEach: each, bucket: each.value });
    new S3Bucket(stack, 'count', { count: TerraformCount.of(2) });
    new SecurityGroup(stack, 'blocks', {
      ingress: each.dynamic({ from_port: 1, cidr_blocks: [each.value] }) as never,
    });
    new TerraformHclModule(stack, 'module', {
      source: 'a/b/c',
      version: '1',
      variables: { list: each.keys() },
    });
    new DataTerraformRemoteStateS3(stack, 'other', { bucket: 'a', key: 'b' });
  },
  'providers, moves and imports': (stack) => {
    const provider = new AwsProvider(stack, 'other', { region: 'us-east-1', alias: 'other' });
    new S3Bucket(stack, 'moved', { provider }).moveFromId('aws_s3_bucket.before');
    S3Bucket.generateConfigForImport(stack, 'imported', 'a');
    new S3Bucket(stack, 'kept', {}).importFrom('b');
  },
  'an ephemeral password': (stack) => {
    new EphemeralPassword(stack, 'password');
  },
  'overrides of a resource': (stack) => {
    const bucket = new S3Bucket(stack, 'bucket', { tags: { a: 'b' } });
    bucket.addOverride('tags.a', undefined);
    bucket.addOverride('lifecycle', { prevent_destroy: true });
    bucket.addOverride('bucket', Token.asString(Fn.upper('a')));
  },
  'overrides of the stack': (stack) => {
    const bucket = new S3Bucket(stack, 'bucket', { tags: { a: 'b', c: 'd' } });
    stack.addOverride('locals.name', bucket.id);
    stack.addOverride('locals.name', { length: Fn.lengthOf(bucket.id), none: undefined });
    stack.addOverride('locals.list', ['a']);
    stack.addOverride('locals.list', ['b', bucket.arn]);
    stack.addOverride('provider.aws.0.region', 'eu-west-1');
    stack.addOverride('resource.aws_s3_bucket.bucket.tags.a', undefined);
    stack.addOverride('resource.aws_s3_bucket.bucket.tags.e', bucket.arn);
    new S3Bucket(stack, 'mapped', { tags: { a: 'b' } });
    stack.addOverride('resource.aws_s3_bucket.mapped.tags', Token.asAny({ f: bucket.arn }));
    stack.addOverride('locals.second', ['a', 'b']);
    stack.addOverride('locals.second.0', 'c');
    stack.addOverride('check', Token.asAny({ a: bucket.id }));
    stack.addOverride('check.a.b', 'c');
    stack.addOverride('moved', [{ from: 'a', to: 'b' }]);
    stack.addOverride('output', undefined);
  },
};

test.each(Object.keys(parts))('a stack with %s is the same as CDKTF makes it', (name) => {
  const app = Testing.stubVersion(new App({ stackTraces: false, outdir }));
  const stack = new BaseStack(app, 'test', {
    project: { region: 'eu-central-1' },
    account: '1',
    tags: { owner: 'a' },
  });
  parts[name]!(stack);
  const { cdktf, ours } = both(stack);
  expect(ours).toBe(cdktf);
});

test('so are the stacks of an environment', () => {
  const app = Testing.stubVersion(new App({ stackTraces: false, outdir }));
  const [environment] = environments;
  for (const stack of [
    new Platform(app, 'platform', { project, environment: environment!, declared }),
    new ServicesStack(app, 'services', { project, environment: environment!, declared }),
  ]) {
    const { cdktf, ours } = both(stack);
    expect(ours).toBe(cdktf);
  }
});
