import type { SynthesizedDocument, SynthesizedResource } from '../../terraform/synthesized-stack';

/** A check of Checkov that a resource did not pass. */
export interface Finding {
  readonly stack: string;
  /** Such as `CKV_AWS_338`. */
  readonly check: string;
  /** Undefined: Checkov leaves it out of half of its findings. */
  readonly type?: string;
  /** Name in the stack, without the type. */
  readonly resource: string;
  readonly title: string;
}

/** A check that some resources need not pass. */
export interface Waiver {
  readonly check: string;
  /** Such as `aws_s3_bucket`: a check can look at more types than the reason speaks of. */
  readonly type: string;
  /** Name in the stack, without the type; `*` stands for any part of it. */
  readonly resource: string;
  /** Stacks it holds for. Undefined: all. */
  readonly stacks?: readonly string[];
  /** Whether the reason is true of a resource. Undefined: it is true of all of that type and name. */
  readonly when?: (attributes: SynthesizedResource, stack: SynthesizedDocument, name: string) => boolean;
  /** Why it is safe. */
  readonly because: string;
}

export interface Verdict {
  /** Findings without a waiver. */
  readonly failed: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Waivers that no finding needs any more: to be deleted. */
  readonly unused: readonly Waiver[];
}

/** @param address as Checkov gives it: `aws_s3_bucket.archive`, or in half of its findings `resource.archive`. */
export function addressOf(address: string): Pick<Finding, 'type' | 'resource'> {
  const [type, resource = ''] = address.split('.').slice(-2);
  return type === 'resource' ? { resource } : { type, resource };
}

/** What was scanned, by the names of the stacks. */
export type Documents = Readonly<Record<string, SynthesizedDocument>>;

/** Holds findings against waivers. */
export function judge(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  documents: Documents,
): Verdict {
  const fits = (waiver: Waiver, { stack, check, type = waiver.type, resource }: Finding) =>
    check === waiver.check &&
    type === waiver.type &&
    covered(waiver, documents).some((one) => one.stack === stack && one.resource === resource);
  const waived = findings.filter((finding) => waivers.some((waiver) => fits(waiver, finding)));
  return {
    failed: findings.filter((finding) => !waived.includes(finding)),
    waived,
    unused: waivers.filter((waiver) => !findings.some((finding) => fits(waiver, finding))),
  };
}

/** All resources that a waiver is for, whether or not they fail its check. */
export function covered(
  { type, resource: pattern, stacks, when = () => true }: Waiver,
  documents: Documents,
): { readonly stack: string; readonly resource: string }[] {
  const name = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
  return Object.entries(documents)
    .filter(([stack]) => stacks?.includes(stack) ?? true)
    .flatMap(([stack, document]) =>
      Object.entries(document.resource?.[type] ?? {})
        .filter(([resource, attributes]) => name.test(resource) && when(attributes, document, resource))
        .map(([resource]) => ({ stack, resource })),
    );
}
