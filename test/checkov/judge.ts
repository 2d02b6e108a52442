/** A check of Checkov that a resource did not pass. */
export interface Finding {
  readonly stack: string;
  /** Such as `CKV_AWS_338`. */
  readonly check: string;
  /** Name in the stack, without the type: Checkov leaves it out of half of its findings. */
  readonly resource: string;
  readonly title: string;
}

/** A check that some resources need not pass. */
export interface Waiver {
  readonly check: string;
  /** Name in the stack, without the type; `*` stands for any part of it. */
  readonly resource: string;
  /** Stacks it holds for. Undefined: all. */
  readonly stacks?: readonly string[];
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

/** Holds findings against waivers. */
export function judge(findings: readonly Finding[], waivers: readonly Waiver[]): Verdict {
  const waived = findings.filter((finding) => waivers.some((waiver) => covers(waiver, finding)));
  return {
    failed: findings.filter((finding) => !waived.includes(finding)),
    waived,
    unused: waivers.filter((waiver) => !findings.some((finding) => covers(waiver, finding))),
  };
}

function covers({ check, resource, stacks }: Waiver, finding: Finding): boolean {
  const name = new RegExp(`^${resource.replaceAll('*', '.*')}$`);
  return check === finding.check && (stacks?.includes(finding.stack) ?? true) && name.test(finding.resource);
}
