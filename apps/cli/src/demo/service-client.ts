import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { WorldQuery } from '#replay';
import type { JsonApi } from './json-api.js';

/** What became of a query, in the service's words, as far as a demo reads them. */
export interface AskedQuery {
  readonly id: string;
  readonly status: 'pending' | 'answered' | 'failed';
  readonly reward: number | null;
  readonly cost_usd: number | null;
  readonly candidates: readonly { readonly model: string; readonly answer: string }[];
  readonly error: { readonly message: string } | null;
}

const WAIT_SECONDS = 60;
const LOOK_AGAIN_MS = 250;
const LOOKS = 240;

const NOT_TAKEN = {
  id: '',
  status: 'failed',
  reward: null,
  cost_usd: null,
  candidates: [],
} as const;

/** The service's REST API, as its users see it. */
export class ServiceClient {
  constructor(private readonly api: JsonApi) {}

  /**
   * Sends a query and waits until it is answered or has failed; two minutes at most. A query that
   * the service refuses, or cannot take, has failed too.
   * @param reference the right answer, where it is known
   */
  async ask(task: string, query: WorldQuery, reference?: string): Promise<AskedQuery> {
    try {
      return await this.answerTo(task, query, reference);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...NOT_TAKEN, error: { message } };
    }
  }

  /** Rates a model's answer with a score in [0, 1]. */
  async rate(queryId: string, model: string, score: number): Promise<void> {
    await this.api.post('/v1/feedback', { query_id: queryId, model, score, name: 'demo' });
  }

  private async answerTo(
    task: string,
    { id, text }: WorldQuery,
    reference: string | undefined,
  ): Promise<AskedQuery> {
    const metadata = { task, ...(id === null ? {} : { record_id: id }) };
    const headers = { prefer: `wait=${WAIT_SECONDS}`, 'idempotency-key': uuid() };
    const body = { task, input: text, metadata, ...(reference !== undefined && { reference }) };
    let query = await this.api.post<AskedQuery>('/v1/queries', body, headers);
    for (let look = 0; query.status === 'pending' && look < LOOKS; look += 1) {
      await wait(LOOK_AGAIN_MS);
      query = await this.api.get<AskedQuery>(`/v1/queries/${query.id}`);
    }
    return query;
  }
}
