import type { z } from 'zod';
import type { Problem } from '../../problems/problem';

/** What an environment says of each thing of a kind. */
export interface KindParameters<Declaration, Schema extends z.ZodObject = z.ZodObject> {
  /** What may stand in a parameter file below the thing's name. */
  schema(declaration: Declaration): Schema;
  /** What must hold beyond the schema. */
  refuse?(parameters: z.output<Schema>, declaration: Declaration): Refusal[];
}

/** A fault in the parameters of one thing. `path` leads from its name to the parameter. */
export interface Refusal extends Pick<Problem, 'got' | 'allowed'> {
  readonly path: readonly (string | number)[];
}
