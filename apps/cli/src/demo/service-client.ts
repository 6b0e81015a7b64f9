import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { WorldQuery } from '#replay';
import type { JsonApi } from './json-api.js';

/** A query as the service tells of it, as far as a demo reads it. */
export interface AnsweredQuery {
  readonly id: string;
  readonly status: 'pending' | 'answered' | 'failed';
  readonly reward: number | null;
  readonly cost_usd: number | null;
  readonly candidates: readonly { readonly model: string; readonly answer: string }[];
}

const WAIT_SECONDS = 60;
const LOOK_AGAIN_MS = 250;
const LOOKS = 240;

/** The service's REST API, as its users see it. */
export class ServiceClient {
  constructor(private readonly api: JsonApi) {}

  /** Sends a query and waits until it is answered or has failed; two minutes at most. */
  async ask(task: string, { id, text }: WorldQuery): Promise<AnsweredQuery> {
    const metadata = { task, ...(id === null ? {} : { record_id: id }) };
    const headers = { prefer: `wait=${WAIT_SECONDS}`, 'idempotency-key': uuid() };
    const body = { task, input: text, metadata };
    let query = await this.api.post<AnsweredQuery>('/v1/queries', body, headers);
    for (let look = 0; query.status === 'pending' && look < LOOKS; look += 1) {
      await wait(LOOK_AGAIN_MS);
      query = await this.api.get<AnsweredQuery>(`/v1/queries/${query.id}`);
    }
    return query;
  }

  /** Rates a model's answer with a score in [0, 1]. */
  async rate(queryId: string, model: string, score: number): Promise<void> {
    await this.api.post('/v1/feedback', { query_id: queryId, model, score, name: 'demo' });
  }
}
