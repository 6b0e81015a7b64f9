import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueryOutcome } from '#contracts';
import { queryOutcome } from '#contracts';
import { JsonPoster } from '#llm';
import { run, workshop } from './executor.fixture.js';
import { job, query } from './job.fixture.js';
import { PackProcessor } from './pack-processor.js';
import { Upstream } from './upstream.fixture.js';

let poster: JsonPoster;
let upstream: Upstream;

beforeEach(async () => {
  Logger.overrideLogger(false);
  poster = new JsonPoster();
  upstream = await Upstream.open({ a: ['right'], b: [{ status: 400 }] });
});
afterEach(async () => {
  await upstream.close();
  await poster.close();
});

function processor(send: (outcome: QueryOutcome) => Promise<void>): PackProcessor {
  return new PackProcessor(workshop(poster).executor, send);
}

describe('a pack of queries', () => {
  it('has an outcome for each, and one query’s failure leaves its mates alone', async () => {
    const queries = [
      query(['a']),
      query(['b']),
      query(['a', 'unheard-of']),
      query(['a'], { task: 'constructor' }),
      query(['a']),
    ];
    const outcomes = new Map<string, QueryOutcome>();
    await processor((outcome) => {
      outcomes.set(outcome.queryId, queryOutcome.parse(outcome));
      return Promise.resolve();
    }).process(job(upstream, queries), run());
    expect(queries.map(({ queryId }) => outcomes.get(queryId)?.error)).toMatchObject([
      null,
      { code: 'all_calls_failed' },
      { code: 'execution_failed', message: expect.stringContaining('model unheard-of') as string },
      { code: 'execution_failed', message: expect.stringContaining('task constructor') as string },
      null,
    ]);
    expect(upstream.asked.toSorted()).toEqual(['a', 'a', 'b']);
  });

  it('is not done before every outcome is safe, and fails if one was lost', async () => {
    const queries = [query(['a']), query(['a']), query(['b'])];
    const safe: string[] = [];
    const processed = processor((outcome) => {
      if (outcome.queryId === queries[0]!.queryId)
        return Promise.reject(new Error('queue is away'));
      safe.push(outcome.queryId);
      return Promise.resolve();
    }).process(job(upstream, queries), run());
    await expect(processed).rejects.toThrow('queue is away');
    expect(safe.toSorted()).toEqual([queries[1]!.queryId, queries[2]!.queryId].toSorted());
  });

  it('asks nothing again that an earlier run has reported, and charges what it began', async () => {
    const queries = [query(['a']), query(['a']), query(['a'])];
    const done = [queries[0]!.queryId];
    const second = run(1, { begun: {}, done });
    const sent: QueryOutcome[] = [];
    await processor((outcome) => {
      sent.push(outcome);
      return Promise.resolve();
    }).process(job(upstream, queries), second);
    expect(sent.map(({ queryId }) => queryId)).toEqual(
      queries.slice(1).map((each) => each.queryId),
    );
    expect(sent.every(({ calls }) => calls[0]?.lostAttempts === 1)).toBe(true);
    expect(upstream.asked).toHaveLength(2);
  });
});
