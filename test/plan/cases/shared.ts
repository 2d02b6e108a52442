import { project } from '../../../local/deploy/local-context';
import { kindOfObjects, policy, type Resources } from './case';

const { region } = project();

const subnet = (index: number, zone: string) => ({
  vpc_id: '${aws_vpc.shared.id}',
  cidr_block: `10.9.${index}.0/24`,
  availability_zone: `${region}${zone}`,
});

const trusts = (...services: readonly string[]) =>
  policy({ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' });

const validation = (attribute: string) =>
  `\${one(aws_acm_certificate.shared.domain_validation_options).resource_record_${attribute}}`;

/** What cases may refer to. It is there before them. */
export const shared: Resources = {
  aws_vpc: { shared: { cidr_block: '10.9.0.0/16' } },
  aws_subnet: { shared: subnet(0, 'a'), shared2: subnet(1, 'b') },
  aws_internet_gateway: { shared: { vpc_id: '${aws_vpc.shared.id}' } },
  aws_s3_bucket: { shared: { bucket: 'corpus-shared', force_destroy: true } },
  aws_s3_bucket_policy: {
    shared: {
      bucket: '${aws_s3_bucket.shared.id}',
      policy: policy({
        Effect: 'Allow',
        Principal: {
          Service: [
            'cloudtrail.amazonaws.com',
            'delivery.logs.amazonaws.com',
            'logdelivery.elasticloadbalancing.amazonaws.com',
            'logging.s3.amazonaws.com',
          ],
        },
        Action: ['s3:GetBucketAcl', 's3:PutObject'],
        Resource: ['arn:aws:s3:::corpus-shared', 'arn:aws:s3:::corpus-shared/*'],
      }),
    },
  },
  aws_cloudwatch_log_group: { shared: { name: '/shared' } },
  aws_kinesis_stream: { shared: { name: 'shared', shard_count: 1 } },
  aws_kms_key: {
    shared: {
      policy: policy(
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999999999999:root' },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'],
          Resource: '*',
        },
      ),
    },
  },
  kubernetes_manifest: {
    things: {
      manifest: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'things.corpus.example' },
        spec: kindOfObjects('Thing', 'corpus.example'),
      },
    },
  },
  aws_acm_certificate: { shared: { domain_name: 'shared.example', validation_method: 'DNS' } },
  aws_route53_zone: { shared: { name: 'shared.example', force_destroy: true } },
  aws_route53_record: {
    shared: {
      zone_id: '${aws_route53_zone.shared.id}',
      name: validation('name'),
      type: 'CNAME',
      ttl: 60,
      records: [validation('value')],
    },
  },
  aws_acm_certificate_validation: {
    shared: {
      certificate_arn: '${aws_acm_certificate.shared.arn}',
      depends_on: ['aws_route53_record.shared'],
    },
  },
  aws_iam_role: {
    shared: {
      name: 'shared',
      assume_role_policy: trusts('eks.amazonaws.com', 'logs.amazonaws.com', 'vpc-flow-logs.amazonaws.com'),
    },
    /** Policies name it by its ARN, as people do. */
    deploy: { name: 'deploy', assume_role_policy: trusts('ec2.amazonaws.com') },
  },
  aws_iam_role_policy: {
    shared: {
      name: 'shared',
      role: '${aws_iam_role.shared.id}',
      policy: policy({ Effect: 'Allow', Action: ['kinesis:*', 'logs:*'], Resource: '*' }),
    },
  },
};
