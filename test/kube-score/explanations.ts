import type { Json } from '../helpers';

/** What kube-score says of an object, as it prints it. */
export interface Score {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly namespace: string; readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly skipped: boolean;
    /** 10: all is well, or good enough. */
    readonly grade: number;
  }[];
}

/** A check of kube-score that some objects need not pass. */
export interface Explanation {
  readonly check: string;
  /** Whether the reason is true of an object. */
  readonly of: (object: Json) => boolean;
  readonly because: string;
}

/** What kube-score asks and the platform does not do, and why. */
export const explanations: readonly Explanation[] = [
  {
    check: 'container-image-pull-policy',
    of: (object) => containers(object).every(({ image }) => VERSION.test(image)),
    because: 'A version never names another image.',
  },
  {
    check: 'cronjob-has-deadline',
    of: ({ spec }) => spec.suspend === true,
    because: 'The templates of one-off commands are never started by time.',
  },
  {
    check: 'deployment-has-host-podantiaffinity',
    of: (object) =>
      (podOf(object).topologySpreadConstraints ?? []).some(
        ({ topologyKey }: Json) => topologyKey === 'kubernetes.io/hostname',
      ),
    because: 'Pods are spread over nodes by topology constraints.',
  },
];

/** A tag that is not `latest`, or a digest. */
const VERSION = /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/;

function podOf({ spec }: Json): Json {
  return (spec.jobTemplate?.spec ?? spec).template.spec;
}

function containers(object: Json): Json[] {
  const { containers = [], initContainers = [] } = podOf(object);
  return [...containers, ...initContainers];
}

/** Findings that no explanation is true of, and explanations that no finding needs any more. */
export function unexplained(
  scores: readonly Score[],
  objects: readonly Json[],
  all: readonly Explanation[] = explanations,
): { readonly findings: string[]; readonly leftOver: string[] } {
  const used = new Set<Explanation>();
  const findings = scores.flatMap(({ type_meta: { kind }, object_meta: { namespace, name }, checks }) => {
    const object = objects.find(
      ({ kind: other, metadata }) =>
        kind === other && metadata.namespace === namespace && metadata.name === name,
    );
    return checks
      .filter(({ skipped, grade }) => !skipped && grade < 10)
      .flatMap(({ check: { id } }) => {
        const fitting = object && all.find(({ check, of }) => check === id && of(object));
        if (fitting) used.add(fitting);
        return fitting ? [] : [`${kind} ${namespace}/${name}: ${id}`];
      });
  });
  return { findings, leftOver: all.filter((one) => !used.has(one)).map(({ check }) => check) };
}
