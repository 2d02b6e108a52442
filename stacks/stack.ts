import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Aspects, type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { keepRunbooks } from '../constructs/alarms/runbook';
import type { Project } from '../parameters/project';
import type { Json } from './synthesis/merge';
import { synthesize } from './synthesis/synthesize';

export interface StackProps {
  /** Where it is, which tags there are others', and the repository that its alarms link to. */
  readonly project: Pick<Project, 'region' | 'ignoreTags'> & Partial<Pick<Project, 'forge'>>;
  /** The account that everything of the stack is in. Credentials of any other are refused. */
  readonly account: string;
  /** ARN of the role to assume in that account. Undefined: the caller's own credentials are used. */
  readonly roleArn?: string;
  /** ARN of the most that its roles can do. Undefined: they have no boundary, or each has its own. */
  readonly boundary?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What all stacks have in common: one account, one provider, readable addresses. */
export class BaseStack extends TerraformStack {
  private readonly overrides: Json = {};

  constructor(scope: Construct, id: string, { project, account, roleArn, boundary, tags }: StackProps) {
    super(scope, id);
    // `use_lockfile` and write-only arguments need 1.11.
    this.addOverride('terraform.required_version', '>= 1.11.0, < 2.0.0');
    const { region, ignoreTags, forge } = project;
    if (forge !== undefined) keepRunbooks(this, { forge });
    new AwsProvider(this, 'aws', {
      region,
      allowedAccountIds: [account],
      assumeRole: roleArn ? [{ roleArn, sessionName: id }] : undefined,
      defaultTags: [{ tags: { ...tags } }],
      ignoreTags: ignoreTags && [ignoreTags],
    });
    if (boundary !== undefined) {
      // Here, where no role that anybody adds can be missed.
      const bound = (construct: IConstruct) => {
        if (construct instanceof IamRole) construct.permissionsBoundary = boundary;
      };
      Aspects.of(this).add({ visit: bound });
    }
  }

  /** CDKTF keeps the overrides to itself, and `toTerraform` needs them. */
  override addOverride(path: string, value: unknown): void {
    super.addOverride(path, value);
    const keys = path.split('.');
    const last = keys.pop()!;
    let inner = this.overrides;
    for (const key of keys) {
      if (typeof inner[key] !== 'object' || inner[key] === null || Array.isArray(inner[key])) inner[key] = {};
      inner = inner[key] as Json;
    }
    inner[last] = value;
  }

  /**
   * CDKTF resolves everything once more beforehand, to find references between stacks. There are none (see
   * below), and it is a third of the time of a synth.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  /**
   * Through a reference to another stack, its values would stand in this one's state, and neither could be deployed
   * alone.
   * @throws when there is one.
   */
  override toTerraform() {
    const synthesized = synthesize(this, this.overrides);
    const stranger = findStranger(synthesized);
    if (!stranger) return synthesized;
    throw new Error(
      `${this.node.id} refers to ${stranger}, which is no resource of its own: read the other stack's contract instead (constructs/contract/contract-reader.ts)`,
    );
  }

  /**
   * Addresses that say where a resource comes from: `aws_subnet.network_private-a`. A construct's main
   * resource is called `Default` and has the construct's own name.
   * Ids may not contain `_`, as two paths could then meet in one address.
   */
  protected override allocateLogicalId(element: TerraformElement): string {
    const ids = element.node.scopes.slice(this.node.scopes.length).map(({ node }) => node.id);
    const wrong = ids.find((id) => id.includes('_'));
    if (wrong) throw new Error(`${element.node.path}: got id "${wrong}", allowed: no "_"`);
    return ids.filter((id) => id !== 'Default').join('_');
  }
}

interface Synthesized {
  readonly resource?: Readonly<Record<string, object>>;
}

/** The first resource that is referred to and is not there. */
function findStranger({ resource = {}, ...others }: Synthesized): string | undefined {
  const own = new Set(
    Object.entries(resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`)),
  );
  for (const [expression] of JSON.stringify([resource, others]).matchAll(/\$\{[^}]*\}/g)) {
    for (const [address] of expression.matchAll(/(?<![\w.])(?:aws|kubernetes)_\w+\.[\w-]+/g)) {
      if (!own.has(address)) return address;
    }
  }
  return undefined;
}
