import type { DataSource } from 'typeorm';

/** A vote whose label was judged. */
export interface JudgedVote {
  /** How much its label was believed in, in [0, 1]. */
  belief: number;
  /** The reward of the answer that named the label, in [0, 1]. */
  right: number;
}

/**
 * Whether a call's model voted for its query's label.
 * @param vote a column with the vote, as it was reported
 */
export function votedFor(vote: string, call: string): string {
  return `${vote} @> jsonb_build_object('votes', jsonb_build_array(
    jsonb_build_object('model', ${call}.model, 'label', ${vote} -> 'label')))`;
}

/** Reads what became of votes. */
export class VoteStore {
  constructor(private readonly database: DataSource) {}

  /** The latest votes of a task that were judged, since its learning was last reset. */
  async judged(task: string, limit: number): Promise<JudgedVote[]> {
    return this.database.query<JudgedVote[]>(JUDGED, [task, limit]);
  }
}

/** Of an erased vote no more is left than the belief; hardly any label was named by nobody. */
const JUDGED = `
SELECT (query.vote ->> 'belief')::double precision AS belief,
  call.reward_micro::double precision / 1e6 AS right
FROM purser.queries AS query
JOIN purser.calls AS call ON call.query_id = query.id AND call.model = query.served_model
WHERE query.task = $1 AND query.vote IS NOT NULL AND call.reward_micro IS NOT NULL
  AND call.generation = purser.generation_of($1)
  AND (NOT query.vote ? 'votes' OR ${votedFor('query.vote', 'call')})
ORDER BY query.id DESC LIMIT $2`;
