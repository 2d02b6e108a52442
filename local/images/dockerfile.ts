/** Of a Dockerfile: what its images are made from. */
export interface Bases {
  /** What the stage `build` begins from, where there is one. */
  readonly build?: string;
  /** What the image itself begins from. `scratch` is nothing. */
  readonly final: string;
}

/** @param text of a Dockerfile whose last stage is the image, and whose stage `build` makes what is copied into it. */
export function basesOf(text: string): Bases {
  const stages = [...text.matchAll(/^FROM\s+(\S+)(?:\s+AS\s+(\S+))?\s*$/gim)];
  const build = stages.find(([, , name]) => name === 'build')?.[1];
  return { build, final: stages.at(-1)![1]! };
}
