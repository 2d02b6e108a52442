/** Why a type holds nothing. */
export const REASONS = {
  act: 'something that was done once, and stays done',
  code: 'made again from the code as it was, with nothing in it that others put there or know',
  credential: 'a way in, which is better gone than left over; who still needs it gets a new one',
  judged: 'what its loss does another rule judges',
  link: 'a link between two things that stay',
  mark: 'a tag, a label or one value in a thing that stays',
  reach: 'where requests, connections or names arrive: what no longer answers is an outage',
  rights: 'rights of somebody: without it there are fewer',
  runs: 'runs what the code says, and keeps nothing: what no longer runs is an outage',
  setting: 'a setting of a thing that stays, which falls back to what it was without it',
} as const;

export type Reason = keyof typeof REASONS;

/**
 * The types of one area, by what is lost with them, in words that end a sentence; each list is of names without the
 * provider's, with blanks between them. `type:attribute` names what the thing is of: when that goes in the same plan,
 * nobody misses the thing itself.
 */
export interface Table {
  /** What they hold, which a new one does not have. */
  readonly holds?: Readonly<Record<string, string>>;
  /** What others know, have written down or have agreed to, and what a new one has anew. */
  readonly known?: Readonly<Record<string, string>>;
  /** What is no longer done once they are gone, unless another one does it: a replacement loses nothing. */
  readonly guards?: Readonly<Record<string, string>>;
  readonly nothing?: Readonly<Partial<Record<Reason, string>>>;
}
