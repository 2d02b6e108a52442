/** Of a Dockerfile: what its images are made from. */
export interface Bases {
  /** What the stage `build` begins from, where there is one. */
  readonly build?: string;
  /** What the image itself begins from. `scratch` is nothing. */
  readonly final: string;
}

/** @param text of a Dockerfile whose last stage is the image, and whose stage `build` makes what is copied into it. */
export function basesOf(text: string): Bases {
  const stages = [...text.matchAll(/^FROM(?:\s+--platform=\S+)?\s+(\S+)(?:\s+AS\s+(\S+))?\s*$/gim)];
  // A stage may begin from one that stands before it.
  const bases = new Map<string, string>();
  for (const [, from = '', name = ''] of stages) bases.set(name, bases.get(from) ?? from);
  const [, last = ''] = stages.at(-1) ?? [];
  return { build: bases.get('build'), final: bases.get(last) ?? last };
}
