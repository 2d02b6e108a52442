import { parseRightsArguments } from '../../../cli/rights/arguments';
import { closureOf } from '../../../cli/rights/closure';
import { MATTERS } from '../../../cli/rights/matters';
import { rightsPage, worldOf } from '../../../cli/rights/page';
import { rightsOf } from '../../../cli/rights/rights-of';
import { startsOf } from '../../../cli/rights/starts';
import { thingsOf } from '../../../cli/rights/world/world';
import { declared, environments, preview, project, synthesizer } from '../../fixture/fixture';
import { policyFaults } from '../../stacks/policy-faults';
import { Synthesizer } from '../../synthesizer';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

describe('the command line', () => {
  test('takes a role, and a file to write to', () => {
    expect(parseRightsArguments([])).toEqual({});
    expect(parseRightsArguments(['plan'])).toEqual({ role: 'plan' });
    expect(parseRightsArguments(['--write', 'docs/rights.md'])).toEqual({ write: 'docs/rights.md' });
    expect(parseRightsArguments(['--help'])).toBeUndefined();
  });

  test.each([
    [['plan', 'push'], 'got plan push; allowed: one role'],
    [['--wrote', 'x'], `Unknown option '--wrote', did you mean "--write"?`],
  ])('refuses %j', (args, expected) => {
    expect(() => parseRightsArguments(args)).toThrow(expected);
  });
});

/** What whoever makes previews reaches in the account and the cluster of the host: docs/previews.md says so. */
const OF_THE_HOST = [
  'adds rules to a listener',
  'changes network policies',
  'changes or deletes namespaces',
  'changes rights in Kubernetes',
  'changes some DNS records of',
  'changes who may log in to caches',
  'decrypts with keys by way of any service',
  'enters pods',
  'reads Kubernetes secrets',
  'reads logs of containers',
  'reads parameters',
  'reads the values of secrets',
  'runs pods',
];

describe('the page', () => {
  const stacks = synthesizer.all(environments, [preview('pr-1')]);
  const world = worldOf(stacks);
  const section = async (role: string) => rightsPage(await world, role)!;

  test('has a section for each role of workflows and people, and for pods of each kind', async () => {
    const headings = [...rightsPage(await world)!.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
    for (const expected of [
      /^acme-plan of bootstrap$/,
      /^acme-push of bootstrap$/,
      /^acme-preview of bootstrap$/,
      /^acme-deploy-dev of bootstrap$/,
      /^acme-break-glass of account-dev$/,
      /^nodes of dev$/,
      /^pods of setup\//,
      /^pods of shop-pr-1\//,
      /^pods of aws-secrets-manager\//,
    ]) {
      expect(headings.filter((heading) => expected.test(heading)).length).toBeGreaterThan(0);
    }
  });

  test('nobody deletes a backup, ends a lock or changes a plan but who breaks the glass, and no copy at all', async () => {
    const about = MATTERS.filter(({ kind }) => kind === 'vault' || kind === 'backup plan');
    expect(about.length).toBeGreaterThan(3);
    const found = rightsPage(await world)!
      .split(/^## /m)
      .slice(1)
      .flatMap((text) => {
        const [role] = text.split('\n');
        const rows = text
          .split('\n')
          .filter((row) => about.some(({ title }) => row.startsWith(`| ${title} |`)));
        return rows.map((row) => ({ role, of: row.split(' | ')[1] }));
      });
    expect([...new Set(found.map(({ role }) => role))]).toEqual(['acme-break-glass of account-prod']);
    expect([...new Set(found.map(({ of }) => of))]).toEqual(['account-prod: all']);
  });

  test.each(
    MATTERS.flatMap(({ kind, actions, parts }) => actions.map((action) => ({ kind, action, parts }))),
  )('asks of a $kind what AWS knows of it: $action', async ({ kind, action, parts = ({ arn }) => [arn] }) => {
    const things = thingsOf(await world, kind).flatMap((thing) => parts(thing));
    const faults = await Promise.all(
      things.map((Resource) =>
        policyFaults(JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource }] })),
      ),
    );
    // Some are of two types, such as caches.
    expect(faults.filter((fault) => fault.length === 0)).not.toEqual([]);
  });

  test('names people of each kind, those of other organizations included', async () => {
    const administrators = ['arn:aws:iam::444444444444:role/on-call', { permissionSet: 'PlatformAdmin' }];
    const viewers = ['arn:aws:iam::999999999999:user/bob'];
    const account = new Synthesizer({ ...project, administrators, viewers }, declared).account(
      environments[0]!,
    );
    const peopled = await worldOf([{ name: 'account', document: account }]);
    const people = '`role/on-call`, whoever holds the permission set `PlatformAdmin`';
    expect(rightsPage(peopled, 'acme-break-glass')).toContain(`Taken by ${people}.`);
    expect(rightsPage(peopled, 'acme-view')).toContain(`Taken by ${people}, \`user/bob\` with MFA.`);
  });

  test('says nothing of a role that is not there', async () => {
    expect(rightsPage(await world, 'nobody')).toBeUndefined();
  });

  test('whoever plans reads states and parameters, and neither secrets nor logs, nor does it change anything', async () => {
    const rights = [...(await section('acme-plan of bootstrap')).matchAll(/^\| (?!at most|---)(.*?) \|/gm)];
    expect(rights.map(([, right]) => right)).toEqual(['reads states of', 'reads parameters']);
  });

  test('whoever pushes reaches images alone', async () => {
    const rights = [...(await section('acme-push of bootstrap')).matchAll(/^\| (?!at most|---)(.*?) \|/gm)];
    expect(rights.map(([, right]) => right)).toEqual(['pulls images from', 'pushes images to']);
  });

  describe('reach, by role', () => {
    /** What the starts whose names match may do, by right. */
    const reached = async (name: RegExp) => {
      const all = startsOf(await world).filter((start) => name.test(start.name));
      expect(all).not.toEqual([]);
      return Promise.all(
        all.map(async (start) => ({
          name: start.name,
          rights: Object.fromEntries(
            rightsOf(closureOf(start.actor, await world).reached, await world).map(({ title, of }) => [
              title,
              of,
            ]),
          ),
        })),
      );
    };

    test('whoever views reads logs and nothing else', async () => {
      for (const { rights } of await reached(/^acme-view /)) {
        expect(Object.keys(rights)).toEqual(['reads log groups', 'reads logs of containers']);
        // Not the trail.
        expect(rights['reads log groups']).not.toContain('account-');
      }
    });

    test('a deploy of one environment reaches nothing of another', async () => {
      for (const { name, rights } of await reached(/^acme-deploy-/)) {
        const own = /^acme-deploy-(\w+)/.exec(name)![1]!;
        const others = environments.map((one) => one.name).filter((other) => other !== own);
        for (const other of others) {
          expect(Object.values(rights).join('\n')).not.toMatch(
            new RegExp(`(^|[ ;])(account-)?${other}(-services)?:`, 'm'),
          );
        }
      }
    });

    test('pods of a service read the secrets of their service and no others', async () => {
      for (const { name, rights } of await reached(/^pods of (?!setup|amazon|aws|kube)/)) {
        const service = /\/(\S+) in/.exec(name)![1]!;
        const read = [...(rights['reads the values of secrets'] ?? '').matchAll(/`([^`]*)`/g)].map(
          ([, secret]) => secret!,
        );
        expect(read.filter((secret) => !secret.includes(`/${service}/`))).toEqual([]);
        expect(Object.keys(rights)).not.toContain('reads Kubernetes secrets');
      }
    });

    test('whoever makes previews reads no stored object and no log of the host, and changes nothing that is its', async () => {
      const [preview] = await reached(/^acme-preview /);
      const ofHost = Object.entries(preview!.rights).filter(([, of]) => /(^|; )dev(-services)?:/.test(of));
      expect(ofHost.map(([right]) => right).filter((right) => !OF_THE_HOST.includes(right))).toEqual([]);
    });
  });

  test('nobody whom a workflow becomes stops the trail, or changes a boundary', async () => {
    for (const role of ['acme-deploy', 'acme-preview', 'acme-drift']) {
      expect(await section(`${role}`)).not.toMatch(
        /stops the audit trail|changes boundaries|without a boundary/,
      );
    }
  });
});
