/** Attributes of resources as Terraform's JSON has them, by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A change that a rule has to catch, or to let pass. */
export interface Case {
  /** Id of the rule that it is about. */
  readonly rule: string;
  /** What the change is, in a few words. */
  readonly name: string;
  readonly catches: boolean;
  /** Ids of other rules that rightly catch it. */
  readonly others?: readonly string[];
  /** Whether somebody deletes all of `before` beside Terraform, before it plans. */
  readonly isGone?: boolean;
  /**
   * What there is, and what there is to be. `$` in a text is a name that no other case has. References to resources of
   * the case, and to those that all share (make-corpus.ts), are as ever.
   */
  readonly before: Resources;
  readonly after: Resources;
}

type Sketch = Omit<Case, 'rule' | 'catches'>;

/** Cases of one rule. */
export function cases(rule: string, caught: readonly Sketch[], passed: readonly Sketch[]): Case[] {
  return [
    ...caught.map((sketch) => ({ rule, catches: true, ...sketch })),
    ...passed.map((sketch) => ({ rule, catches: false, ...sketch })),
  ];
}

/** A case in which one resource gets other attributes. */
export function changed(name: string, type: string, before: object, after: object): Sketch {
  return { name, before: one(type, before), after: one(type, { ...before, ...after }) };
}

export function deleted(name: string, type: string, before: object): Sketch {
  return { name, before: one(type, before), after: {} };
}

export function created(name: string, type: string, after: object): Sketch {
  return { name, before: {}, after: one(type, after) };
}

/** One resource, called `it`. */
export function one(type: string, attributes: object): Resources {
  return { [type]: { it: attributes } };
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The definition of a kind of objects, all of whose fields are free. */
export function kindOfObjects(kind: string, group: string): object {
  const singular = kind.toLowerCase();
  return {
    group,
    scope: 'Cluster',
    names: { kind, singular, plural: `${singular}s`, listKind: `${kind}List` },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { size: { type: 'string' } } } },
          },
        },
      },
    ],
  };
}
