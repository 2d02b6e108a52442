import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import { type Naming, resourcePath } from '../core/naming';
import { TerraformData } from '../core/terraform-data';

/** What the list of previews shows of each. Days are in UTC. */
export interface PreviewFacts {
  readonly id: string;
  /** What was asked for, such as the name of the branch. */
  readonly request: string;
  readonly owner: string;
  /** The last day of its life. */
  readonly expires: string;
  /** Which places its rules have (constructs/services/routes/route-priority.ts). */
  readonly attempt: number;
  readonly urls: readonly string[];
}

const entrySchema = z.object({
  request: z.string(),
  owner: z.string(),
  expires: z.iso.date(),
  attempt: z.int().min(0).optional(),
  urls: z.array(z.string()),
  created: z.iso.datetime(),
});

/** A record as it is read back. */
export type PreviewEntry = z.output<typeof entrySchema>;

/** Undefined for what no record says. */
export function readEntry(text: string): PreviewEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export interface PreviewRecordProps {
  /** Naming of the environment that hosts the preview. */
  readonly host: Naming;
  readonly facts: PreviewFacts;
  /** How many previews there may be at the same time. */
  readonly most: number;
}

/**
 * The entry of a preview in the list of all, one SSM parameter `/<platform>/<host>/previews/<id>`, and the quota: a
 * preview for which there is no room is refused when Terraform plans it, before anything is made.
 */
export class PreviewRecord extends Construct {
  constructor(scope: Construct, id: string, { host, facts, most }: PreviewRecordProps) {
    super(scope, id);
    const folder = previewFolder(host);
    const list = new DataAwsSsmParametersByPath(this, 'others', { path: folder, recursive: false });
    const own = `${folder}/${facts.id}`;
    const others = `setsubtract(toset(data.aws_ssm_parameters_by_path.${list.friendlyUniqueId}.names), ["${own}"])`;
    const created = new TerraformData(this, 'created', { input: '${timestamp()}' });
    created.lifecycle = { ignoreChanges: ['input'] };
    new SsmParameter(this, 'Default', {
      name: own,
      description: `Preview of ${facts.request}`,
      type: 'String',
      insecureValue: Fn.jsonencode({ ...facts, created: created.output }),
      lifecycle: {
        precondition: [
          {
            condition: `\${length(${others}) < ${most}}`,
            errorMessage: `No room for the preview ${facts.id}: there may be ${most} at the same time ("most" in environments/preview.json), and there are \${join(", ", [for name in ${others} : basename(name)])}. Take one down: npm run preview -- down NAME`,
          },
        ],
      },
    });
  }
}

/** Where the previews within an environment are listed. */
export function previewFolder(host: Naming): string {
  return resourcePath(host, 'previews');
}
