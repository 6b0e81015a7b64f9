import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ExecutionQuery, ModelSpec, TaskSpec } from '#contracts';
import { Queues } from '#queue';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

onEachBackend('a job', (opened, backend) => {
  it('that is delivered three times counts once', async () => {
    const { house, client } = opened;
    const { body: query } = await client.ask('any', 'Only once, please.');
    const url = house.redis?.url ?? house.database.url;
    const queues = await Queues.open({ backend, url, onError: () => undefined });
    const model: ModelSpec = {
      provider: 'openai-compatible',
      baseUrl: `${house.simulatorUrl}/v1`,
      upstreamModel: 'gpt-4o-mini',
      price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1, requestUsd: 0 },
      cost: 'price',
      maxOutputTokens: 100,
    };
    const task: TaskSpec = {
      execution: 'cascade',
      successAt: 1,
      evaluator: { kind: 'http', url: `${house.simulatorUrl}/grade`, timeoutMs: 1_000 },
      callTimeoutMs: 1_000,
      retries: 0,
    };
    const execution: ExecutionQuery = {
      queryId: query.id,
      task: 'any',
      messages: [{ role: 'user', content: 'Only once, please.' }],
      options: {},
      reference: null,
      metadata: {},
      combination: ['gpt-4o-mini'],
      deadlineAt: Date.now() + 10_000,
      replyTo: null,
      stream: null,
      reservedNano: null,
    };
    const job = { tasks: { any: task }, models: { 'gpt-4o-mini': model }, queries: [execution] };
    for (let copy = 0; copy < 3; copy++) await queues.sendExecutions(randomUUID(), job);
    await client.settled(query.id as string);
    await eventually(async () =>
      (await queues.oldestUnlearnt()) === undefined ? true : undefined,
    );
    await queues.close();
    const { body: task_ } = await client.get('/v1/tasks');
    const observed = task_.data[0].models.reduce((sum: number, arm: any) => sum + arm.costs, 0);
    const { body: settled } = await client.get(`/v1/queries/${query.id}`);
    expect(observed).toBe(settled.calls.length);
    await expectBooksToBalance(house.database);
  });
});
