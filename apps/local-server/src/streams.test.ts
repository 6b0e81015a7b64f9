import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonPoster, worstCaseNano } from '#llm';
import { logOf, workshop } from './executor.fixture.js';
import { CALL_NANO_USD, job, query } from './job.fixture.js';
import { HANG, Upstream, type Step } from './upstream.fixture.js';

let poster: JsonPoster;
let upstream: Upstream;

beforeEach(() => {
  poster = new JsonPoster();
});
afterEach(async () => {
  await upstream.close();
  await poster.close();
});

async function play(script: Record<string, Step[]>): Promise<void> {
  upstream = await Upstream.open(script);
}

describe('a stream', () => {
  const streamed = (models: string[]) => query(models, { stream: 'immediate', replyTo: 'replica' });

  it('brings the pieces of the answer in order, and the whole answer in the end', async () => {
    await play({ a: [{ pieces: ['ri', 'g', 'ht'] }] });
    const one = streamed(['a']);
    const whole = job(upstream, [one]);
    const { executor, chunks } = workshop(poster);
    const outcome = await executor.execute(one, whole, logOf(whole));
    expect(chunks.map(({ sequence }) => sequence)).toEqual([...chunks.keys()]);
    expect(chunks.map(({ delta }) => delta.content ?? '').join('')).toBe('right');
    expect(chunks[0]?.delta.content).toBe('ri');
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'stop' });
    expect(outcome.calls).toMatchObject([
      { answer: 'right', score: 1, inputTokens: 10, outputTokens: 2, costNanoUsd: CALL_NANO_USD },
    ]);
  });

  it('passes on to the next model while nothing was sent, and to none afterwards', async () => {
    await play({ a: [{ status: 500 }], b: [{ pieces: ['wrong'] }], c: ['right'] });
    const one = streamed(['a', 'b', 'c']);
    const whole = job(upstream, [one]);
    const outcome = await workshop(poster).executor.execute(one, whole, logOf(whole));
    expect(outcome.servedModel).toBe('b');
    expect(upstream.asked).toEqual(['a', 'b']);
  });

  it('that is cut fails visibly, and is charged for what came', async () => {
    await play({ a: [{ pieces: ['half an ', 'answer'], then: 'cut' }], b: ['right'] });
    const one = streamed(['a', 'b']);
    const whole = job(upstream, [one], { retries: 3, fallback: 'c' });
    const { executor, chunks } = workshop(poster);
    const outcome = await executor.execute(one, whole, logOf(whole));
    expect(upstream.asked).toEqual(['a']);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'all_calls_failed' } });
    expect(outcome.calls).toMatchObject([{ status: 'failed', attempts: 1, costIsBound: true }]);
    const inputNano = worstCaseNano(one, whole.models['a']!) - 16_000;
    expect(outcome.calls[0]?.costNanoUsd).toBe(inputNano + 14_000);
    expect(chunks.every(({ finishReason }) => finishReason === undefined)).toBe(true);
  });

  it('is cancelled when nobody waits for it, and charged for what came', async () => {
    await play({ a: [{ pieces: ['half'], then: 'hang' }], b: ['right'] });
    const one = streamed(['a', 'b']);
    const whole = job(upstream, [one]);
    const { executor, chunks, cancellations } = workshop(poster);
    const running = executor.execute(one, whole, logOf(whole));
    await expect.poll(() => chunks.length).toBe(1);
    cancellations.hear([{ queryId: one.queryId, turn: 0 }]);
    const outcome = await running;
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
    expect(outcome.calls).toMatchObject([{ error: { code: 'cancelled' }, costIsBound: true }]);
    expect(upstream.asked).toEqual(['a']);
  });
});

describe('a query that is cancelled', () => {
  it('before its job comes asks nobody', async () => {
    await play({ a: [HANG] });
    const one = query(['a']);
    const whole = job(upstream, [one]);
    const { executor, cancellations } = workshop(poster);
    cancellations.hear([{ queryId: one.queryId, turn: 0 }]);
    const outcome = await executor.execute(one, whole, logOf(whole));
    expect(outcome).toMatchObject({ error: { code: 'cancelled' }, calls: [] });
    expect(upstream.asked).toEqual([]);
  });

  it('in one of its turns is asked in the next', async () => {
    await play({ b: ['right'] });
    const one = query(['b'], { turn: 1 });
    const whole = job(upstream, [one]);
    const { executor, cancellations } = workshop(poster);
    cancellations.hear([{ queryId: one.queryId, turn: 0 }]);
    expect((await executor.execute(one, whole, logOf(whole))).status).toBe('answered');
  });
});
