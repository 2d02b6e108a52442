import fc from 'fast-check';
import { ACCOUNT, type Between, between, iam, reach, trusts } from './made-up';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

// A mistake in how policies are weighed would rather show in what no example thought of.

const ACTIONS = [
  'iam:*',
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'lambda:*',
  'lambda:UpdateFunctionCode',
  'secretsmanager:GetSecretValue',
  'sts:AssumeRole',
];
const RESOURCES = ['*', iam('role/*'), iam('role/rich'), iam('role/start'), iam('policy/limit')];
const CONDITIONS = [
  undefined,
  { StringEquals: { 'iam:PermissionsBoundary': iam('policy/limit') } },
  { StringNotEquals: { 'iam:PermissionsBoundary': iam('policy/limit') } },
  { StringLike: { 'iam:PassedToService': 'lambda.*' } },
  { Null: { 'aws:ResourceTag/team': 'true' } },
];
const statement = fc.record({
  Action: fc.subarray(ACTIONS, { minLength: 1, maxLength: 3 }),
  Resource: fc.constantFrom(...RESOURCES),
  Condition: fc.constantFrom(...CONDITIONS),
});
const statements = fc.array(statement, { maxLength: 4 });

const account = (start: Between['start'], boundary: Between['boundary']) =>
  between({
    start,
    boundary,
    trust: trusts({ AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: 'lambda.amazonaws.com' }),
    more: { aws_lambda_function: { f: { function_name: 'f', role: iam('role/rich') } } },
  });

async function all(start: Between['start'], boundary: Between['boundary']): Promise<string[]> {
  const { actors, rights } = await reach(account(start, boundary));
  return [...actors, ...Object.keys(rights)];
}

const lost = (before: readonly string[], after: readonly string[]) =>
  before.filter((one) => !after.includes(one));
const ALL = [{ Action: '*', Resource: '*' }];
const boundaries = fc.option(statements, { nil: ALL });

test('a statement more never shrinks what is reached', async () => {
  await fc.assert(
    fc.asyncProperty(statements, statement, boundaries, async (start, more, boundary) => {
      expect(lost(await all(start, boundary), await all([...start, more], boundary))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a denial never widens it, in the policies or in the boundary', async () => {
  await fc.assert(
    fc.asyncProperty(
      statements,
      statement,
      boundaries,
      fc.boolean(),
      async (start, more, boundary, inBoundary) => {
        const denial = { ...more, Effect: 'Deny' };
        const after = inBoundary
          ? await all(start, [...(boundary ?? ALL), denial])
          : await all([...start, denial], boundary);
        expect(lost(after, await all(start, boundary))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('a boundary never widens it', async () => {
  await fc.assert(
    fc.asyncProperty(statements, statements, async (start, boundary) => {
      expect(lost(await all(start, boundary), await all(start, ALL))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
