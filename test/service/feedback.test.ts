import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };

onEachBackend('a rating', (opened) => {
  async function answered(task: string, input: string): Promise<any> {
    const { body } = await opened.client.ask(task, input, WAIT);
    return (await opened.client.settled(body.id as string)).body as unknown;
  }

  it('counts once, though it is sent a hundred times at once', async () => {
    const query = await answered('any', 'Rate me.');
    const rating = { query_id: query.id, score: 0.25 };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => opened.client.post('/v1/feedback', rating)),
    );
    const statuses = answers.map(({ body }) => body.status);
    expect(statuses.filter((status) => status === 'applied')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(99);
    expect(new Set(answers.map(({ body }) => body.feedback_id)).size).toBe(1);
    const rated = await opened.client.get(`/v1/queries/${query.id}`);
    expect(rated.body.reward).toBe(0.25);
    await expectBooksToBalance(opened.house.database);
  });

  it('may come before the answer', async () => {
    await opened.house.faults({ slowRate: 1, slowMs: 1_000 });
    const accepted = await opened.client.ask('any', 'Rate me early.');
    const early = await opened.client.post('/v1/feedback', {
      query_id: accepted.body.id,
      score: 0.75,
    });
    expect(early.body.status).toBe('applied');
    await opened.house.faults({ slowRate: 0 });
    const { body } = await opened.client.settled(accepted.body.id as string);
    expect(body.reward).toBe(0.75);
    await expectBooksToBalance(opened.house.database);
  });

  it('rates one of several answers, and the round earns when all are rated', async () => {
    const query = await answered('sum', 'Rate us.');
    const [first, second] = query.calls;
    for (const [call, score] of [
      [first, 0.5],
      [second, 0.25],
    ]) {
      const rating = { query_id: query.id, model: call.model, score };
      expect((await opened.client.post('/v1/feedback', rating)).status).toBe(200);
    }
    const rated = await opened.client.get(`/v1/queries/${query.id}`);
    expect(rated.body.reward).toBe(0.75);
  });

  it('is replaced by a default when it does not come in time, and corrects it when it does', async () => {
    const query = await answered('silent', 'Nobody rates me.');
    const waited = await eventually(async () => {
      const { body } = await opened.client.get(`/v1/queries/${query.id}`);
      return body.reward === null ? undefined : (body as { reward: number });
    });
    expect(waited.reward).toBe(1);
    const late = await opened.client.post('/v1/feedback', { query_id: query.id, score: 0 });
    expect(late.body.status).toBe('late');
    const rated = await opened.client.get(`/v1/queries/${query.id}`);
    expect(rated.body.reward).toBe(0);
    await expectBooksToBalance(opened.house.database);
  });

  it('of an unknown query is not found, and of a model that was not asked is refused', async () => {
    const unknown = await opened.client.post('/v1/feedback', { query_id: randomUUID(), score: 1 });
    expect(unknown.status).toBe(404);
    expect(unknown.body.error).toMatchObject({ code: 'query_not_found', param: 'query_id' });
    const query = await answered('any', 'Who?');
    const refused = await opened.client.post('/v1/feedback', {
      query_id: query.id,
      model: 'nobody',
      score: 1,
    });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain(query.model);
  });
});
