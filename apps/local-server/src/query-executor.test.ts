import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionQuery, QueryOutcome, TaskSpec } from '#contracts';
import { JsonPoster } from '#llm';
import { logOf, workshop } from './executor.fixture.js';
import { CALL_NANO_USD, job, query } from './job.fixture.js';
import type { QueryExecutor } from './query-executor.js';
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

function executor(atOnce = 100): QueryExecutor {
  return workshop(poster, { atOnce }).executor;
}

function execute(one: ExecutionQuery, task: Partial<TaskSpec> = {}): Promise<QueryOutcome> {
  const whole = job(upstream, [one], task);
  return executor().execute(one, whole, logOf(whole));
}

const hook = (): TaskSpec['evaluator'] => ({
  kind: 'http',
  url: `${upstream.url}/grade`,
  timeoutMs: 5_000,
});

describe('a cascade', () => {
  it('never pays for a model after the first success', async () => {
    await play({ a: ['wrong'], b: ['right'], c: ['right'] });
    const outcome = await execute(query(['a', 'b', 'c']));
    expect(upstream.asked).toEqual(['a', 'b']);
    expect(outcome).toMatchObject({ status: 'answered', servedModel: 'b', error: null });
    expect(outcome.calls).toMatchObject([
      { model: 'a', score: 0, costNanoUsd: CALL_NANO_USD },
      { model: 'b', score: 1, costNanoUsd: CALL_NANO_USD, answer: 'right', attempts: 1 },
    ]);
  });

  it('passes on to the next model when a call fails', async () => {
    await play({ a: [{ status: 400 }], b: ['right'] });
    const outcome = await execute(query(['a', 'b']));
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls[0]).toMatchObject({
      status: 'failed',
      answer: null,
      costNanoUsd: null,
      error: { code: 'http_400' },
    });
  });

  it('counts an answer as a success from the task’s own threshold on', async () => {
    await play({ a: ['0.5'], b: ['0.7'], c: ['1'] });
    const outcome = await execute(query(['a', 'b', 'c']), { evaluator: hook(), successAt: 0.6 });
    expect(outcome.servedModel).toBe('b');
    expect(upstream.asked).toEqual(['a', 'b']);
  });

  it('serves the best answer when none succeeds, the earliest of equals', async () => {
    await play({ a: ['0.2'], b: ['0.4'], c: ['0.4'], d: ['0.1'] });
    const outcome = await execute(query(['a', 'b', 'c', 'd']), { evaluator: hook() });
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls.map(({ score }) => score)).toEqual([0.2, 0.4, 0.4, 0.1]);
  });

  it('ends with the first answer where only a rating can tell', async () => {
    await play({ a: [{ status: 500 }], b: ['anything'], c: ['right'] });
    const outcome = await execute(query(['a', 'b', 'c']), { evaluator: { kind: 'none' } });
    expect(outcome.servedModel).toBe('b');
    expect(upstream.asked).toEqual(['a', 'b']);
  });

  it('leaves the score open and says why when the evaluator fails, and asks nobody else', async () => {
    await play({ a: ['0'], b: ['ungradable'], c: ['1'] });
    const outcome = await execute(query(['a', 'b', 'c']), { evaluator: hook(), retries: 1 });
    expect(upstream.asked).toEqual(['a', 'b']);
    expect(upstream.graded).toBe(3);
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls[1]).toMatchObject({
      status: 'succeeded',
      score: null,
      costNanoUsd: CALL_NANO_USD,
      error: { code: 'evaluation_failed' },
    });
  });
});

describe('parallel calls', () => {
  it('ask all models at once and serve the first that answered', async () => {
    await play({ a: [{ status: 500 }], b: [{ answer: 'wrong', afterMs: 20 }], c: ['right'] });
    const outcome = await execute(query(['a', 'b', 'c']), { execution: 'parallel' });
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls.map(({ model, score }) => [model, score])).toEqual([
      ['a', null],
      ['b', 0],
      ['c', 1],
    ]);
    expect(upstream.mostAtOnce).toBeGreaterThan(1);
  });

  it('of a cascade ask all at once too where its task says so, and serve the best', async () => {
    await play({ a: [{ answer: 'wrong', afterMs: 20 }], b: ['right'], c: ['wrong'] });
    const outcome = await execute(query(['a', 'b', 'c']), { atOnce: true });
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
    expect(upstream.mostAtOnce).toBeGreaterThan(1);
  });

  it('ask each model its part of the query', async () => {
    await play({ a: ['right'], b: ['right'] });
    await execute(query(['a', 'b']), {
      execution: 'parallel',
      parts: ['Facts for: {{input}}', '{{input}} ({{input}})'],
    });
    expect(Object.fromEntries(upstream.texts)).toEqual({
      a: 'Facts for: how so?',
      b: 'how so? (how so?)',
    });
  });
});

describe('a call', () => {
  it('is tried again after an error that may pass, and all that was billed is summed', async () => {
    const billed = { status: 503, usage: { prompt_tokens: 5, completion_tokens: 0 } };
    await play({ a: [billed, { status: 429 }, 'right'] });
    const outcome = await execute(query(['a']), { retries: 2 });
    expect(outcome.calls).toMatchObject([
      { status: 'succeeded', attempts: 3, costNanoUsd: CALL_NANO_USD + 5_000, error: null },
    ]);
  });

  it('is not tried again after an error that will not pass', async () => {
    await play({ a: [{ status: 400 }, 'right'] });
    const outcome = await execute(query(['a']), { retries: 5 });
    expect(outcome.calls).toMatchObject([{ attempts: 1, error: { code: 'http_400' } }]);
  });

  it('is given up after its retries', async () => {
    await play({ a: [{ status: 500 }] });
    const outcome = await execute(query(['a']), { retries: 2 });
    expect(outcome.calls).toMatchObject([{ attempts: 3, error: { code: 'http_500' } }]);
  });

  it('waits as long as the provider asks', async () => {
    await play({ a: [{ status: 429, retryAfter: '0.3' }, 'right'] });
    await execute(query(['a']), { retries: 1 });
    expect(upstream.times[1]! - upstream.times[0]!).toBeGreaterThan(290);
  });

  it('is not tried again where the wait would pass the deadline', async () => {
    await play({ a: [{ status: 429, retryAfter: '3600' }], b: ['right'] });
    const outcome = await execute(query(['a', 'b']), { retries: 3 });
    expect(outcome.servedModel).toBe('b');
    expect(upstream.asked).toEqual(['a', 'b']);
  });

  it('is cut at its timeout, and the next model is asked', async () => {
    await play({ a: [HANG], b: ['right'] });
    const outcome = await execute(query(['a', 'b']), { callTimeoutMs: 50 });
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls[0]?.error?.code).toBe('timed_out');
    expect(outcome.calls[0]?.latencyMs).toBeGreaterThanOrEqual(49);
  });

  it('fails with a body that is no completion', async () => {
    await play({ a: [{ status: 200 }] });
    const outcome = await execute(query(['a']), { retries: 3 });
    expect(outcome.calls).toMatchObject([{ attempts: 1, error: { code: 'invalid_response' } }]);
  });

  it('waits for its place: never more at once than the limit', async () => {
    await play({ a: [{ answer: 'right', afterMs: 10 }] });
    const queries = Array.from({ length: 12 }, () => query(['a']));
    const bounded = executor(3);
    const whole = job(upstream, queries);
    const outcomes = await Promise.all(
      queries.map((each) => bounded.execute(each, whole, logOf(whole))),
    );
    expect(outcomes.every(({ status }) => status === 'answered')).toBe(true);
    expect(upstream.mostAtOnce).toBe(3);
  });
});

describe('a failed query', () => {
  it('names every call that failed', async () => {
    await play({ a: [{ status: 400 }], b: [{ status: 404 }] });
    const outcome = await execute(query(['a', 'b']));
    expect(outcome).toMatchObject({ status: 'failed', servedModel: null });
    expect(outcome.error?.code).toBe('all_calls_failed');
    expect(outcome.error?.message).toMatch(/a: \S+ answered 400; b: \S+ answered 404$/);
  });

  it('asks nobody after its deadline', async () => {
    await play({ a: ['right'] });
    const outcome = await execute(query(['a'], { deadlineAt: Date.now() - 1 }));
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'deadline_exceeded' } });
    expect([outcome.calls, upstream.asked]).toEqual([[], []]);
  });

  it('is cut at its deadline, whatever a call may take', async () => {
    await play({ a: [HANG], b: ['right'] });
    const deadlineAt = Date.now() + 300;
    const outcome = await execute(query(['a', 'b'], { deadlineAt }), { retries: 3 });
    expect(outcome.finishedAt - deadlineAt).toBeLessThan(1_000);
    expect(outcome.error?.code).toBe('all_calls_failed');
    expect(upstream.asked).toEqual(['a']);
  });

  it('still serves what was answered before the deadline', async () => {
    await play({ a: ['wrong'], b: [HANG] });
    const outcome = await execute(query(['a', 'b'], { deadlineAt: Date.now() + 300 }));
    expect(outcome).toMatchObject({ status: 'answered', servedModel: 'a' });
  });
});
