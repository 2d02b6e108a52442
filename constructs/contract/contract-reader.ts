import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Fn, Lazy, ref, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import type { BackingSection } from '../../declarations/kinds/kinds';
import type { Naming } from '../core/naming';
import {
  CONTRACT_VERSION,
  type ContractFields,
  contractName,
  contractSchema,
  THING_SCHEMAS,
  type ThingFields,
} from './contract';

export interface ContractReaderProps {
  /** Of the environment whose contract is read. */
  readonly naming: Naming;
  /** Number of its zones. Terraform learns the lists only when it plans. */
  readonly zones: number;
}

type Section = z.ZodObject<Record<string, z.ZodType>>;
const { network, cluster, keys, entrance, logs, alerts } = contractSchema.shape;

/**
 * Reads the contract of an environment for another stack: what it tells of the environment, and of the things that are
 * asked for. All values are tokens that Terraform resolves: pass them on, never compare them.
 */
export class ContractReader extends Construct {
  readonly network: ContractFields['network'];
  readonly cluster: ContractFields['cluster'];
  readonly keys: ContractFields['keys'];
  readonly entrance: ContractFields['entrance'];
  readonly logs: ContractFields['logs'];
  readonly alerts: ContractFields['alerts'];
  private readonly naming: Naming;
  private readonly content: TerraformLocal;
  /** Expressions of the things that were asked for, by section and name. */
  private readonly things: Record<string, Record<string, unknown>> = {};

  constructor(scope: Construct, id: string, { naming, zones }: ContractReaderProps) {
    super(scope, id);
    this.naming = naming;
    const environment = this.fetch();
    this.content = new TerraformLocal(
      this,
      'content',
      Lazy.anyValue({ produce: () => this.withThings(environment) }),
    );
    const read = this.read(network, 'network');
    const each = (list: readonly string[]) =>
      Array.from({ length: zones }, (_, index) => Fn.element(list, index) as string);
    this.network = { ...read, publicCidrs: each(read.publicCidrs), dataCidrs: each(read.dataCidrs) };
    this.cluster = this.read(cluster, 'cluster');
    this.keys = this.read(keys, 'keys');
    this.entrance = this.read(entrance, 'entrance');
    this.logs = this.read(logs, 'logs');
    this.alerts = this.read(alerts, 'alerts');
  }

  /** A backing service, by the section that declares it. Terraform fails where the environment has none of that name. */
  thing<S extends BackingSection>(section: S, name: string): ThingFields<S> {
    this.things[section] ??= {};
    this.things[section][name] ??= this.fetchThing(section, name);
    return this.read(THING_SCHEMAS[section], section, name);
  }

  private fetch(): unknown {
    const name = contractName(this.naming);
    const { environment } = this.naming;
    const version = 'jsondecode(self.insecure_value).version';
    const parameter = new DataAwsSsmParameter(this, 'Default', {
      name,
      lifecycle: {
        postcondition: [
          {
            condition: `\${${version} == ${CONTRACT_VERSION}}`,
            errorMessage: `${name}: got version \${${version}}, allowed ${CONTRACT_VERSION}. Deploy ${environment} and what builds on it from the same commit.`,
          },
        ],
      },
    });
    return Fn.jsondecode(parameter.insecureValue);
  }

  private fetchThing(section: BackingSection, name: string): unknown {
    const parameter = new DataAwsSsmParameter(this, `${section}-${name}`, {
      name: contractName(this.naming, section, name),
    });
    return Fn.jsondecode(parameter.insecureValue);
  }

  private withThings(environment: unknown): unknown {
    return Object.keys(this.things).length === 0 ? environment : Fn.merge([environment, this.things]);
  }

  private read<Fields>(section: z.ZodType<Fields> & Section, ...path: readonly string[]): Fields {
    const fields = Object.entries(section.shape).map(([key, type]) => [
      key,
      this.field(type, [...path, key]),
    ]);
    return Object.fromEntries(fields);
  }

  private field(type: z.ZodType, path: readonly string[]): string | number | string[] {
    if (type instanceof z.ZodOptional) return this.field(type.unwrap() as z.ZodType, path);
    // With dots for names with a dash as well: in brackets a name has quotes, which policies in JSON can't hold.
    const value = ref(`local.${this.content.friendlyUniqueId}.${path.join('.')}`);
    if (type instanceof z.ZodNumber) return Token.asNumber(value);
    if (type instanceof z.ZodArray) return Token.asList(value);
    return Token.asString(value);
  }
}
