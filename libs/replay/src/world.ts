import type { Outcome } from './outcome.js';

/** How a query is known in a world. */
export interface WorldQuery {
  /** The world's own id of the query; null where only its text is known. */
  readonly id: string | null;
  readonly text: string;
  /** Null: the world's own choice. */
  readonly task: string | null;
}

/** Models and what each of them makes of each query: always the same of the same query. */
export interface World {
  readonly models: readonly string[];
  readonly tasks: readonly string[];
  /** Undefined where the world does not know the query, the task or the model. */
  outcomeOf(query: WorldQuery, model: string): Outcome | undefined;
  /** The right answer of a query of a classification; null where there is none, or it is not known. */
  labelOf(query: WorldQuery): string | null;
}
