import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outcomeTable, recordedWorld, type RecordedQuery } from '#replay';
import type { DemoPlan, DemoTask } from './demo-plan.js';
import { JsonApi } from './json-api.js';
import { play } from './play.js';
import { ServiceClient } from './service-client.js';
import { User } from './user.js';

/** A service that answers at once with one model's answer, which its grader finds half right. */
interface Stand {
  server: FastifyInstance;
  /** What it was asked, in order: `ask <record>` and `rate <record>`. */
  heard: string[];
  /** The record that it refuses, as too long. */
  refused: string | null;
}

let stand: Stand;
let api: JsonApi;

beforeEach(async () => {
  const heard: string[] = [];
  const server = fastify();
  server.post<{ Body: { task: string; metadata: { record_id: string } } }>(
    '/v1/queries',
    (request, reply) => {
      const { task, metadata } = request.body;
      if (metadata.record_id === stand.refused)
        return reply.status(413).send({ error: 'too long' });
      heard.push(`ask ${metadata.record_id}`);
      const reward = task === 'rated' ? null : 1;
      const candidates = [{ model: 'small', answer: 'yes' }];
      return { id: metadata.record_id, status: 'answered', reward, cost_usd: 0.001, candidates };
    },
  );
  server.post<{ Body: { query_id: string } }>('/v1/feedback', (request) => {
    heard.push(`rate ${request.body.query_id}`);
    return {};
  });
  server.post('/grade', () => ({ score: 0.5 }));
  stand = { server, heard, refused: null };
  api = new JsonApi(await server.listen({ port: 0, host: '127.0.0.1' }), 16);
});

afterEach(async () => {
  await api.close();
  await stand.server.close();
});

function task(name: string, judgedBy: DemoTask['judgedBy'], count: number): DemoTask {
  const unknown = { answer: null, latencyMs: null, inputTokens: null, outputTokens: null };
  const queries: RecordedQuery[] = Array.from({ length: count }, (_, i) => ({
    id: `${name}-${i}`,
    task: name,
    text: 'Is it?',
    outcomes: new Map([['small', { ...unknown, score: 1, costNano: 1 }]]),
    label: null,
    split: null,
  }));
  const known = queries.map(({ id, text }) => ({ id, text, task: name }));
  const table = outcomeTable(recordedWorld(queries), known, ['small']);
  return { name, rewardModel: 'sum-up', size: 1, budgetUsd: 1, judgedBy, table };
}

async function playAll(...tasks: DemoTask[]) {
  const plan: DemoPlan = { models: [], batch: null, tasks, simulatorOptions: [] };
  const service = new ServiceClient(api);
  let shown = 0;
  const tallies = await play(plan, service, new User(api, service), () => (shown += 1));
  return { tallies: [...tallies.values()], shown };
}

describe('playing a demo', () => {
  it('asks each query once and counts what the service says of it', async () => {
    const { tallies, shown } = await playAll(task('judged', 'evaluator', 150));
    expect(new Set(stand.heard).size).toBe(150);
    expect(stand.heard).toHaveLength(150);
    expect(shown).toBe(150);
    expect(tallies).toEqual([
      { queries: 150, answered: 150, reward: 150, costUsd: expect.closeTo(0.15), failure: null },
    ]);
  });

  it('mixes the queries of all tasks', async () => {
    await playAll(task('judged', 'evaluator', 100), task('rated', 'users', 100));
    const firstHalf = stand.heard.filter((line) => line.startsWith('ask')).slice(0, 100);
    const judged = firstHalf.filter((line) => line.startsWith('ask judged')).length;
    expect(judged).toBeGreaterThan(30);
    expect(judged).toBeLessThan(70);
  });

  it('rates every answer that nobody judged, once, a hundred queries later', async () => {
    const { tallies } = await playAll(task('rated', 'users', 300));
    const rated = stand.heard.filter((line) => line.startsWith('rate'));
    expect(new Set(rated).size).toBe(300);
    expect(stand.heard.slice(0, 100).every((line) => line.startsWith('ask'))).toBe(true);
    expect(tallies[0]).toMatchObject({ answered: 300, reward: 150 });
  });

  it('counts a query that the service refuses as not answered, and says why', async () => {
    stand.refused = 'judged-7';
    const { tallies } = await playAll(task('judged', 'evaluator', 20));
    expect(tallies[0]).toMatchObject({ queries: 20, answered: 19, reward: 19 });
    expect(tallies[0]?.failure).toContain('413');
  });
});
