import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import type { BackingSection } from '../../declarations/kinds/kinds';
import { type Naming, resourcePath } from '../core/naming';

/** Goes up when a field is renamed, removed or means something else. A new field leaves it as it is. */
export const CONTRACT_VERSION = 2;

const text = z.string();
const list = z.array(z.string());
const port = z.number();

/** What is told of each thing, by the section of services/backing.ts that declares it. */
const thingSchemas = {
  databases: z.strictObject({
    engine: text,
    host: text,
    port,
    database: text,
    masterSecretArn: text,
    securityGroupId: text,
    /** Names the instance in policies for IAM authentication, `dbuser:<resourceId>/<user>`. */
    resourceId: text,
  }),
  caches: z.strictObject({
    engine: text,
    host: text,
    port,
    securityGroupId: text,
    /** Which users may log in. Absent where the engine knows no users (Memcached). */
    userGroupId: text.optional(),
    /** Memcached: host and port of each node. Clients spread their keys over them. */
    servers: list.optional(),
  }),
  buckets: z.strictObject({ name: text, arn: text }),
  queues: z.strictObject({ url: text, arn: text }),
} satisfies Record<BackingSection, z.ZodObject>;

type FieldsBySection = { [S in BackingSection]: z.output<(typeof thingSchemas)[S]> };

/** What is told of one thing. */
export type ThingFields<S extends BackingSection> = FieldsBySection[S];

/** The same as a function of any section reads it. */
export const THING_SCHEMAS: {
  readonly [S in BackingSection]: z.ZodType<ThingFields<S>> & z.ZodObject<Record<string, z.ZodType>>;
} = thingSchemas;

/**
 * What an environment publishes of itself. Code that builds on it may use this, what is published of each thing, and
 * nothing else. It has addresses and identifiers, never a secret: `masterSecretArn` names a secret, and IAM decides who
 * may read it.
 */
export const contractSchema = z.strictObject({
  region: text,
  account: text,
  network: z.strictObject({
    vpcId: text,
    cidr: text,
    /** The addresses that the load balancer speaks from. */
    publicCidrs: list,
    /** The addresses of databases and caches. */
    dataCidrs: list,
    privateSubnetIds: list,
    /** Of load balancers. Absent in the contract of a preview, which makes none. */
    publicSubnetIds: list.optional(),
    dataSubnetIds: list,
  }),
  cluster: z.strictObject({
    name: text,
    /** The group of all nodes and pods. */
    securityGroupId: text,
  }),
  /** ARNs of the keys. */
  keys: z.strictObject({
    data: text,
    logs: text,
    secrets: text,
  }),
  entrance: z.strictObject({
    loadBalancerArn: text,
    /** The end of its ARN, which its metrics are named by. */
    loadBalancerSuffix: text,
    /** The HTTPS listener. */
    listenerArn: text,
    securityGroupId: text,
    /** The environment's own domain. */
    domain: text,
    /** Its zone in Route 53. */
    zoneId: text,
    /** The environment's own certificate. Absent in the contract of a preview. */
    certificateArn: text.optional(),
    /** The load balancer's own name and zone, for alias records. */
    dnsName: text,
    dnsZoneId: text,
  }),
  logs: z.strictObject({
    /** Name of the log group of all containers. */
    applicationGroup: text,
    /** Name of the bucket that records every access to a bucket. */
    accessBucket: text,
  }),
  alerts: z.strictObject({ topicArn: text }),
});

export type ContractFields = z.output<typeof contractSchema>;

/** What the contract says of the backing services, by section and name. */
export type BackingContract = {
  readonly [S in BackingSection]?: Readonly<Record<string, ThingFields<S>>>;
};

export interface ContractProps {
  readonly naming: Naming;
  readonly fields: ContractFields;
  readonly backing: BackingContract;
}

/**
 * Publishes an environment's contract as JSON in SSM parameters: one of the environment, and one of each thing, so that
 * there is room for as many as a team declares.
 */
export class Contract extends Construct {
  constructor(scope: Construct, id: string, { naming, fields, backing }: ContractProps) {
    super(scope, id);
    this.publish('Default', {
      name: contractName(naming),
      description: 'What services may know of the platform',
      content: { version: CONTRACT_VERSION, ...fields },
    });
    for (const [section, things] of Object.entries(backing))
      for (const [name, content] of Object.entries(things))
        this.publish(`${section}-${name}`, {
          name: contractName(naming, section, name),
          description: `What services may know of ${name}, one of the ${section}`,
          content,
        });
  }

  private publish(id: string, { name, description, content }: Published): void {
    checkSize(name, content);
    new SsmParameter(this, id, {
      name,
      description,
      type: 'String',
      // Five cents a month where it is longer than the 4096 characters of the free tier.
      tier: 'Intelligent-Tiering',
      // Not `value`, which hides a change of the contract from whoever reads the plan.
      insecureValue: Fn.jsonencode(content),
    });
  }
}

interface Published {
  readonly name: string;
  readonly description: string;
  readonly content: object;
}

/** `/<platform>/<environment>/contract`, and of a thing `/<platform>/<environment>/contract/<section>/<name>`. */
export function contractName(naming: Naming, ...thing: readonly string[]): string {
  return resourcePath(naming, 'contract', ...thing);
}

/** Characters that Parameter Store takes. */
const LIMIT = 8192;
/** The longest that AWS makes of what Terraform does not know yet: an ARN or a host, and an identifier. */
const LONGEST_VALUE = 140;
const LONGEST_ID = 40;

/** Otherwise AWS would refuse the contract at the very end of a deploy. */
function checkSize(name: string, content: object): void {
  const size = longest(content);
  if (size <= LIMIT) return;
  throw new Error(
    `${name}: got up to ${size} characters, allowed ${LIMIT} (Amazon Parameter Store); shorten the lists in it`,
  );
}

/** How long the JSON of a value may get, where a token stands for at most so many characters. */
function longest(value: unknown, token = LONGEST_VALUE): number {
  if (typeof value === 'number') return '65535'.length;
  if (typeof value === 'string') return (Token.isUnresolved(value) ? token : value.length) + '""'.length;
  if (Array.isArray(value)) return sum(value.map((item) => longest(item, token)));
  const fields = Object.entries(value as object).filter(([, field]) => field !== undefined);
  return sum(
    fields.map(
      ([name, field]) =>
        `"${name}":`.length + longest(field, /Ids?$/.test(name) ? LONGEST_ID : LONGEST_VALUE),
    ),
  );
}

/** With a comma for each, and the brackets. */
function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length + 1, 2);
}
