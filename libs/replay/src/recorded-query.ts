import type { Outcome } from './outcome.js';

/** A query of a recorded file, with what each model made of it. */
export interface RecordedQuery {
  readonly id: string;
  readonly task: string;
  readonly text: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** The gold answer, where there is one. */
  readonly label: string | null;
  /** The part of the set that the query belongs to, such as `train` or `test`. */
  readonly split: string | null;
}
