import { leftDomains } from '../../../cli/bootstrap/left-domains';
import type { Aws } from '../../../programs/aws';
import { environments, project, synthesizer } from '../../fixture/fixture';
import type { Json } from '../../helpers';

// What bootstrap lets a deploy enter in zones of the tooling account is what the parameter files declare. If it ran
// between the merge that takes a domain out and the deploy, that deploy could never take the records away.

const DOMAIN = 'www.acme.example';
const withDomains = (domains: object) =>
  environments.map((one) =>
    one.name === 'dev'
      ? { ...one, parameters: { ...one.parameters, entrance: { ...one.parameters.entrance, domains } } }
      : one,
  );
const declared = withDomains({
  [DOMAIN]: { host: 'shop', zone: project.domain, zoneAccount: 'tooling' },
}) as typeof environments;
const gone = withDomains({}) as typeof environments;

/** The rights that bootstrap gave while the domain was declared. */
const policies: Json[] = Object.values(
  synthesizer.all(declared, []).find(({ name }) => name === 'bootstrap')!.document.resource
    .aws_iam_role_policy,
);
const rightsOfDev = policies
  .find(({ policy }) => policy.includes('EnterDomain1'))!
  .policy.replace(/\$\{aws_route53_zone[^}]*\}/g, 'arn:aws:route53:::hostedzone/Z1');

const asked: string[] = [];
const holding = (dnsName: string) => {
  const json = async (...args: readonly string[]): Promise<unknown> => {
    asked.push(args.join(' '));
    if (args[1] === 'get-role-policy') {
      if (!args.includes('acme-deploy-dev')) throw new Error('NoSuchEntity');
      return { PolicyDocument: JSON.parse(rightsOfDev) };
    }
    return {
      ResourceRecordSets: [
        { Name: `${project.domain}.`, Type: 'NS' },
        { Name: `${DOMAIN}.`, Type: 'A', AliasTarget: { DNSName: dnsName } },
      ],
    };
  };
  return { json } as Pick<Aws, 'json'>;
};
const entrance = holding('dualstack.dev-entrance-1.eu-central-1.elb.amazonaws.com.');

test('a domain that is taken out and still leads to the entrance is told, with what to do first', async () => {
  expect(await leftDomains(project, gone, entrance)).toEqual([
    expect.stringMatching(/^www\.acme\.example is not entered .* First: npx cdktf deploy 'dev\*'\./),
  ]);
  expect(asked).toContain('route53 list-resource-record-sets --hosted-zone-id Z1');
});

test('nothing is told of one that is declared, that its deploy has taken away, or that leads elsewhere', async () => {
  expect(await leftDomains(project, declared, entrance)).toEqual([]);
  expect(await leftDomains(project, gone, holding('other-1.eu-central-1.elb.amazonaws.com.'))).toEqual([]);
});
