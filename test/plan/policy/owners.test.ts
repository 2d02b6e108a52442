import type { ResourceChange } from '../../../plan/change';
import { policy } from '../cases/case';
import { entry } from '../made';
import { widened } from './widened';

// Layers, buses, collections and policies whose account nothing else tells, in the shape that the provider writes.

const OWN = '111111111111';
const OTHER = '888888888888';

describe('what gives rights without a policy of IAM', () => {
  const collection = (permission: string, principal: string) => ({
    name: 'a',
    type: 'data',
    policy: JSON.stringify([
      {
        Rules: [{ ResourceType: 'index', Resource: ['index/a/*'], Permission: [permission] }],
        Principal: [principal],
      },
    ]),
  });
  const own = `arn:aws:iam::${OWN}:role/app`;
  test.each<[string, ResourceChange, string[]]>([
    [
      'a layer for everybody',
      entry('aws_lambda_layer_version_permission.x', null, {
        principal: '*',
        action: 'lambda:GetLayerVersion',
      }),
      ['lets everybody do lambda:getlayerversion'],
    ],
    [
      'a layer for an organization',
      entry('aws_lambda_layer_version_permission.x', null, {
        principal: '*',
        action: 'lambda:GetLayerVersion',
        organization_id: 'o-acme',
      }),
      [],
    ],
    [
      'a bus for everybody',
      entry('aws_cloudwatch_event_permission.x', null, { principal: '*', action: 'events:PutEvents' }),
      ['lets everybody do events:putevents'],
    ],
    [
      'a bus for an organization',
      entry('aws_cloudwatch_event_permission.x', null, {
        principal: '*',
        condition: [{ type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-acme' }],
      }),
      [],
    ],
    [
      'a collection for another account',
      entry(
        'aws_opensearchserverless_access_policy.x',
        collection('aoss:ReadDocument', own),
        collection('aoss:ReadDocument', `arn:aws:iam::${OTHER}:root`),
      ),
      [`lets arn:aws:iam::${OTHER}:root do aoss:readdocument`],
    ],
    [
      'a collection for a role of its own',
      entry('aws_opensearchserverless_access_policy.x', null, collection('aoss:ReadDocument', own)),
      [],
    ],
  ])('%s', (_, change, reasons) => expect(widened([change], {}, [OWN])).toEqual(reasons));
});

test('whose a policy is tells what it is about, where nothing else does', () => {
  const table = `arn:aws:dynamodb:eu-central-1:${OWN}:table/orders`;
  const of = (account: string) =>
    policy({
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: table,
      Principal: { AWS: `arn:aws:iam::${account}:root` },
    });
  const change = (account: string) => entry('aws_dynamodb_resource_policy.x', null, { policy: of(account) });
  expect(widened([change(OTHER)])).toEqual([`lets arn:aws:iam::${OTHER}:root do dynamodb:*`]);
  expect(widened([change(OWN)])).toEqual([]);
});

test('a key whose account gets another one', () => {
  const key = (account: string) => ({
    policy: policy({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
    }),
  });
  expect(widened([entry('aws_kms_key.x', key(OWN), key(OTHER))])).toEqual([
    `lets arn:aws:iam::${OTHER}:root do kms:*`,
  ]);
  expect(widened([entry('aws_kms_key.x', null, key(OWN))])).toEqual([]);
});
