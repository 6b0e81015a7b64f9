import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { draw, randomOf, type RelaxedSolution } from '#bandit';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };

onEachBackend('a query', (opened) => {
  it('is answered over HTTP by a model of its round', async () => {
    const { status, headers, body } = await opened.client.ask('any', 'What is 6 × 7?', WAIT);
    expect(status).toBe(200);
    expect(body).toMatchObject({ task: 'any', status: 'answered', error: null });
    expect(body.cost_usd).toBeGreaterThan(0);
    expect(body.reward).toBe(body.calls.at(-1).score);
    expect(headers.get('x-purser-models')).toContain(body.model);
    expect(headers.get('x-purser-round-id')).toBe(body.round_id);
    expect(headers.get('x-request-id')).toBeTruthy();
  });

  it('is accepted at once without waiting, and found when it is answered', async () => {
    const accepted = await opened.client.ask('any', 'What is 6 × 8?');
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({ status: 'pending', answer: null, cost_usd: null });
    const { body } = await opened.client.settled(accepted.body.id);
    expect(body.status).toBe('answered');
  });

  it('reads the same from the channel and from PostgreSQL', async () => {
    const { body } = await opened.client.ask('any', 'What is 6 × 9?', WAIT);
    const stored = await opened.client.settled(body.id);
    expect(stored.body).toEqual(body);
  });

  it('stops at the first success of a cascade', async () => {
    for (let query = 0; query < 20; query++) {
      const { body } = await opened.client.ask('any', `cascade ${query}`, WAIT);
      const scores = body.calls.map((call: { score: number }) => call.score);
      expect(scores.slice(0, -1).every((score: number) => score < 1)).toBe(true);
    }
  });

  it('asks all models of a sum-up round and gives all their answers', async () => {
    const { body } = await opened.client.ask('sum', 'Two opinions, please.', WAIT);
    expect(body.calls).toHaveLength(2);
    expect(body.candidates).toHaveLength(2);
    expect(body.reward).toBeNull();
  });

  it('has an explanation from which the same combination is drawn again', async () => {
    for (const task of ['any', 'sum', 'all']) {
      const { body } = await opened.client.ask(task, 'Why?', WAIT);
      const round = (await opened.client.get(`/v1/rounds/${body.round_id}`)).body;
      const redrawn = draw(round.relaxed as RelaxedSolution, randomOf(round.seed as number));
      expect(redrawn).toEqual({ combination: round.combination, propensity: round.propensity });
      expect(round.bounds).toHaveLength(3);
    }
  });

  it('is the same query for the same Idempotency-Key, though sent fifty times at once', async () => {
    const headers = { 'idempotency-key': randomUUID(), ...WAIT };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => opened.client.ask('any', 'Only once.', headers)),
    );
    expect(new Set(answers.map(({ body }) => body.id))).toHaveProperty('size', 1);
    expect(new Set(answers.map(({ body }) => body.answer))).toHaveProperty('size', 1);
    const other = await opened.client.ask('any', 'Another.', headers);
    expect(other.status).toBe(409);
    expect(other.body.error).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('teaches: its rewards and costs show in the task, and the books balance', async () => {
    const { client, house } = opened;
    const { body } = await client.ask('any', 'Learn from this.', WAIT);
    await client.settled(body.id);
    const [rows] = await house.database.query<{ rounds: number; calls: number; usd: number }>(
      `SELECT count(*)::integer AS rounds, sum(cost_nano)::float8 / 1e9 AS usd,
         (SELECT count(*)::integer FROM purser.calls WHERE task = 'any') AS calls
       FROM purser.queries WHERE task = 'any'`,
    );
    const task = await eventually(async () => {
      const [any] = (await client.get('/v1/tasks')).body.data;
      return Math.abs(any.spent_usd - rows!.usd) < 1e-12 ? any : undefined;
    });
    expect(task.rounds).toBe(rows!.rounds);
    const costs = task.models.map((model: { costs: number }) => model.costs);
    expect(costs.reduce((sum: number, count: number) => sum + count, 0)).toBe(rows!.calls);
    await expectBooksToBalance(house.database);
  });

  it('ends visibly at its deadline when nobody can answer it', async () => {
    await opened.house.faults({ slowRate: 1, slowMs: 4_000 });
    const { body } = await opened.client.ask('hasty', 'Too slow.', { prefer: 'wait=10' });
    await opened.house.faults({ slowRate: 0 });
    expect(body).toMatchObject({ status: 'failed', answer: null });
    expect(body.error.message).not.toBe('');
  });

  it('moves on to the next model when one fails, and fails when all do', async () => {
    await opened.house.faults({ errorRate: 1, errorStatus: 400 });
    const { body } = await opened.client.ask('any', 'All down.', WAIT);
    await opened.house.faults({ errorRate: 0 });
    expect(body).toMatchObject({ status: 'failed', error: { code: 'all_calls_failed' } });
    await opened.client.settled(body.id);
    await expectBooksToBalance(opened.house.database);
  });
});
