import type { Document } from '../problems/document';
import type { Parameters } from './parameters';

/** An environment: its name, which is its file's, and its parameters. */
export interface Environment {
  readonly name: string;
  readonly parameters: Parameters;
  /** The file it was read from, to point at in messages. */
  readonly document: Document<Parameters>;
}
