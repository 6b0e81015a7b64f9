import type { DataSource } from 'typeorm';

/** A conversation, by the name that its client gave it. */
export interface SessionKey {
  task: string;
  session: string;
  /** Sessions of different keys are different. */
  keyId: string | null;
}

/** The last round of a session that came to an end. */
export interface SessionRound {
  /** The model whose answer was served. */
  served: string;
  combination: string[];
}

/** Finds what a conversation was answered by before. */
export class SessionReader {
  constructor(private readonly database: DataSource) {}

  /** Undefined for a session that is new, or whose last round failed. */
  async last({ task, session, keyId }: SessionKey): Promise<SessionRound | undefined> {
    const [row] = await this.database.query<{ served: string | null; combination: string[] }[]>(
      `SELECT served_model AS served, combination
       FROM purser.queries JOIN purser.rounds ON rounds.query_id = queries.id
       WHERE task = $1 AND metadata ->> 'purser_session_id' = $2
         AND metadata ? 'purser_session_id'
         AND key_id IS NOT DISTINCT FROM $3 AND status <> 'pending'
       ORDER BY created_at DESC LIMIT 1`,
      [task, session, keyId],
    );
    return row === undefined || row.served === null ? undefined : { ...row, served: row.served };
  }
}
