import { type ReadStack, References } from '../../../cli/rights/world/references';

const provider = { aws: [{ region: 'eu-central-1', allowed_account_ids: ['111111111111'] }] };
const host = {
  name: 'host',
  document: {
    provider,
    resource: {
      aws_ssm_parameter: {
        contract: {
          name: '/acme/dev/contract',
          insecure_value:
            '${jsonencode({"databases" = {"new-orders" = {"secret" = aws_kms_key.keys_data.id}, "plain" = {"host" = local.other["a-b"].host}}})}',
        },
      },
      aws_kms_key: { keys_data: { description: 'k' } },
    },
  },
} as unknown as ReadStack;
const reader = {
  name: 'reader',
  document: {
    provider,
    locals: { contract_content: '${jsondecode(data.aws_ssm_parameter.contract.insecure_value)}' },
    data: { aws_ssm_parameter: { contract: { name: '/acme/dev/contract' } } },
    resource: {
      aws_iam_role: { one: { name: '${local.contract_content.databases["new-orders"].secret}' } },
    },
  },
} as unknown as ReadStack;

test('a name with a dash, which Terraform has in brackets, is followed like any other', () => {
  const [role] = new References([host, reader]).all('aws_iam_role');
  expect(role!.attributes.name).toBe('keys_data');
});
