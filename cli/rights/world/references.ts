import { arn } from '../../../constructs/core/arn';
import type { SynthesizedStack } from '../../../terraform/synthesized-stack';

/** What is read of a stack: its name, and what the app wrote. */
export type ReadStack = Pick<SynthesizedStack, 'name' | 'document'>;

export type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a stack, with its references followed. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly id: string;
  readonly account: string;
  readonly attributes: Attributes;
}

/**
 * Follows references, so that a policy names ARNs. What only AWS knows, such as the id of a key, is the resource's id in
 * the stack: enough to tell one from another.
 */
export class References {
  private readonly contracts = new Map<string, { readonly stack: ReadStack; readonly value: unknown }>();
  private readonly known = new Map<string, Resource[]>();

  constructor(private readonly stacks: readonly ReadStack[]) {
    for (const stack of stacks) {
      for (const { name, insecure_value } of Object.values(resourcesOf(stack, 'aws_ssm_parameter'))) {
        const [, object] = /^\$\{jsonencode\((.*)\)\}$/s.exec(String(insecure_value)) ?? [];
        if (object) this.contracts.set(String(name), { stack, value: readObject(object) });
      }
    }
  }

  /** All resources of a type, in all stacks. */
  all(type: string): Resource[] {
    const found = this.known.get(type) ?? this.read(type);
    this.known.set(type, found);
    return found;
  }

  /** ARN of a resource, as its policies name it. */
  arn({ stack, type, id }: Resource): string {
    return this.arnOf(this.stacks.find(({ name }) => name === stack)!, type, id);
  }

  private read(type: string): Resource[] {
    return this.stacks.flatMap((stack) =>
      Object.entries(resourcesOf(stack, type)).map(([id, attributes]) => ({
        stack: stack.name,
        type,
        id,
        account: accountOf(stack),
        attributes: this.follow(stack, attributes) as Attributes,
      })),
    );
  }

  private follow(stack: ReadStack, value: unknown): unknown {
    if (typeof value === 'string') return this.text(stack, value);
    if (Array.isArray(value)) return value.map((one) => this.follow(stack, one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.follow(stack, one)]));
  }

  private text(stack: ReadStack, text: string): string {
    return text.replace(/\$\{([^{}]*)\}/g, (whole, expression: string) => {
      const found = this.expression(stack, expression);
      return typeof found === 'string' || typeof found === 'number' ? String(found) : whole;
    });
  }

  private expression(stack: ReadStack, expression: string): unknown {
    const [, local, path] = /^local\.([\w-]+)\.(.+)$/.exec(expression) ?? [];
    if (local !== undefined && path !== undefined) return this.local(stack, local, path);
    const [, secret] = /^data\.aws_secretsmanager_secret\.([\w-]+)\.arn$/.exec(expression) ?? [];
    if (secret !== undefined) return putSecrets(stack).find(({ id }) => id === secret)?.arn;
    const [, type, id, attribute] = /^([a-z]\w*)\.([\w-]+)\.(.+)$/.exec(expression) ?? [];
    if (type === undefined || id === undefined || attribute === undefined) return undefined;
    return this.attribute(stack, type, id, attribute);
  }

  /** Of the contract that a stack reads: `local.contract_content.keys.secrets`. */
  private local(stack: ReadStack, local: string, path: string): unknown {
    const { locals, data } = stack.document as { locals?: Attributes; data?: Record<string, Attributes> };
    const [, id] = /jsondecode\(data\.aws_ssm_parameter\.([\w-]+)\./.exec(String(locals?.[local])) ?? [];
    const parameter = data?.aws_ssm_parameter?.[id ?? ''] as { name?: string } | undefined;
    const [section = '', thing = '', ...rest] = path.split('.');
    const ofThing = this.contracts.get(`${parameter?.name}/${section}/${thing}`);
    const contract = ofThing ?? this.contracts.get(`${parameter?.name}`);
    if (contract === undefined) return undefined;
    return this.follow(contract.stack, at(contract.value, ofThing ? rest.join('.') : path));
  }

  private attribute(stack: ReadStack, type: string, id: string, attribute: string): unknown {
    const attributes = resourcesOf(stack, type)[id];
    if (attributes === undefined) return undefined;
    if (attribute === 'arn') return this.arnOf(stack, type, id);
    if (attribute === 'master_user_secret[0].secret_arn') return masterSecret(stack, attributes);
    const found = at(attributes, attribute.replace(/^metadata\[0\]/, 'metadata'));
    return found === undefined ? id : this.follow(stack, found);
  }

  private arnOf(stack: ReadStack, type: string, id: string): string {
    const attributes = this.follow(stack, resourcesOf(stack, type)[id]) as Attributes;
    const { service, resource } = ARNS[type] ?? { service: type.split('_')[1]!, resource: () => id };
    return arn(ownerOf(stack), service, resource(attributes, id));
  }
}

interface ArnForm {
  readonly service: string;
  readonly resource: (attributes: Attributes, id: string) => string;
}

const named = (service: string, kind: string, attribute: string): ArnForm => ({
  service,
  resource: (attributes) => `${kind}${String(attributes[attribute])}`,
});
const numbered = (service: string, kind: string): ArnForm => ({
  service,
  resource: (_, id) => `${kind}${id}`,
});

/** Source: Service Authorization Reference, "Resource types defined by" each service. */
const ARNS: Readonly<Record<string, ArnForm>> = {
  aws_acm_certificate: numbered('acm', 'certificate/'),
  aws_appconfig_application: numbered('appconfig', 'application/'),
  aws_backup_plan: numbered('backup', 'backup-plan:'),
  aws_backup_vault: named('backup', 'backup-vault:', 'name'),
  aws_cloudtrail: named('cloudtrail', 'trail/', 'name'),
  aws_cloudwatch_log_group: named('logs', 'log-group:', 'name'),
  aws_cloudwatch_metric_alarm: named('cloudwatch', 'alarm:', 'alarm_name'),
  aws_db_instance: named('rds', 'db:', 'identifier'),
  aws_db_parameter_group: named('rds', 'pg:', 'name'),
  aws_db_subnet_group: named('rds', 'subgrp:', 'name'),
  aws_ecr_repository: named('ecr', 'repository/', 'name'),
  aws_eks_cluster: named('eks', 'cluster/', 'name'),
  aws_elasticache_cluster: named('elasticache', 'cluster:', 'cluster_id'),
  aws_elasticache_parameter_group: named('elasticache', 'parametergroup:', 'name'),
  aws_elasticache_replication_group: named('elasticache', 'replicationgroup:', 'replication_group_id'),
  aws_elasticache_subnet_group: named('elasticache', 'subnetgroup:', 'name'),
  aws_elasticache_user: named('elasticache', 'user:', 'user_id'),
  aws_elasticache_user_group: named('elasticache', 'usergroup:', 'user_group_id'),
  aws_iam_instance_profile: named('iam', 'instance-profile/', 'name'),
  aws_iam_openid_connect_provider: {
    service: 'iam',
    resource: ({ url }) => `oidc-provider/${String(url).replace('https://', '')}`,
  },
  aws_iam_policy: named('iam', 'policy/', 'name'),
  aws_iam_role: named('iam', 'role/', 'name'),
  aws_instance: numbered('ec2', 'instance/'),
  aws_kinesis_firehose_delivery_stream: named('firehose', 'deliverystream/', 'name'),
  aws_kinesis_stream: named('kinesis', 'stream/', 'name'),
  aws_kms_key: numbered('kms', 'key/'),
  aws_lambda_function: named('lambda', 'function:', 'function_name'),
  aws_lb: { service: 'elasticloadbalancing', resource: ({ name }) => `loadbalancer/app/${String(name)}/1` },
  aws_lb_target_group: {
    service: 'elasticloadbalancing',
    resource: ({ name }) => `targetgroup/${String(name)}/1`,
  },
  aws_lb_listener_rule: {
    service: 'elasticloadbalancing',
    resource: (_, id) => `listener-rule/app/${id}/1/2/3`,
  },
  aws_lb_listener: { service: 'elasticloadbalancing', resource: (_, id) => `listener/app/${id}/1/2` },
  aws_nat_gateway: numbered('ec2', 'natgateway/'),
  aws_route53_zone: numbered('route53', 'hostedzone/'),
  aws_route_table: numbered('ec2', 'route-table/'),
  aws_s3_bucket: named('s3', '', 'bucket'),
  // With what Secrets Manager adds to a name.
  aws_secretsmanager_secret: {
    service: 'secretsmanager',
    resource: ({ name }) => `secret:${String(name)}-AbCdEf`,
  },
  aws_security_group: numbered('ec2', 'security-group/'),
  aws_sns_topic: named('sns', '', 'name'),
  aws_sqs_queue: named('sqs', '', 'name'),
  aws_subnet: numbered('ec2', 'subnet/'),
  aws_ssm_parameter: named('ssm', 'parameter', 'name'),
  aws_vpc: numbered('ec2', 'vpc/'),
  aws_vpc_security_group_egress_rule: numbered('ec2', 'security-group-rule/'),
  aws_vpc_security_group_ingress_rule: numbered('ec2', 'security-group-rule/'),
  aws_wafv2_web_acl: {
    service: 'wafv2',
    resource: ({ name }, id) => `regional/webacl/${String(name)}/${id}`,
  },
};

/** The secrets that people put and a stack reads of, which no stack makes. */
export function putSecrets(
  stack: ReadStack,
): { readonly id: string; readonly name: string; readonly arn: string }[] {
  const { data } = stack.document as {
    data?: { aws_secretsmanager_secret?: Record<string, { name: string }> };
  };
  return Object.entries(data?.aws_secretsmanager_secret ?? {}).map(([id, { name }]) => ({
    id,
    name,
    arn: arn(ownerOf(stack), 'secretsmanager', `secret:${name}-AbCdEf`),
  }));
}

/** The secret that RDS makes for a master user. Source: Amazon RDS User Guide, "Password management with Secrets Manager". */
export function masterSecret(stack: ReadStack, { identifier }: Attributes): string {
  return arn(ownerOf(stack), 'secretsmanager', `secret:rds!db-${String(identifier)}-AbCdEf`);
}

export function ownerOf(stack: ReadStack): { readonly account: string; readonly region: string } {
  const [provider] = stack.document.provider?.aws ?? [];
  const { region } = (provider ?? {}) as { region?: string };
  return { account: accountOf(stack), region: String(region) };
}

function accountOf({ document }: ReadStack): string {
  return document.provider?.aws?.[0]?.allowed_account_ids?.[0] ?? '';
}

export function resourcesOf({ document }: ReadStack, type: string): Readonly<Record<string, Attributes>> {
  return document.resource?.[type] ?? {};
}

/** What stands at a path such as `keys.secrets` or `databases["new-orders"].host`. */
function at(value: unknown, path: string): unknown {
  return path
    .replaceAll(/\["([^"]*)"\]/g, '.$1')
    .split('.')
    .reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value);
}

/** Reads Terraform's `{"key" = value}`. What is no literal becomes text with a reference in it. */
function readObject(text: string): unknown {
  const json = text.replace(
    /"(?:[^"\\]|\\.)*"|[a-z_]\w*\([^()]*\)|[a-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|"[^"]*")\])+| = /gi,
    (part) => {
      if (part.startsWith('"')) return part;
      return part === ' = ' ? ':' : JSON.stringify(`\${${part}}`);
    },
  );
  return JSON.parse(json);
}
