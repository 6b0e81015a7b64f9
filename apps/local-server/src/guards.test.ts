import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionNotes, ExecutionQuery, ExecutionsJob, QueryOutcome } from '#contracts';
import { JsonPoster, worstCaseNano } from '#llm';
import { logOf, run, workshop } from './executor.fixture.js';
import { CALL_NANO_USD, job, query } from './job.fixture.js';
import { Upstream, type Step } from './upstream.fixture.js';

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

/** What one attempt of the query may cost at most. */
function worstOf(whole: ExecutionsJob, one: ExecutionQuery): number {
  return worstCaseNano(one, whole.models['a']!);
}

function rerun(
  one: ExecutionQuery,
  whole: ExecutionsJob,
  earlierRuns: number,
  notes: ExecutionNotes = { begun: {}, done: [] },
): Promise<QueryOutcome> {
  return workshop(poster).executor.execute(one, whole, logOf(whole, run(earlierRuns, notes)));
}

describe('a round’s reservation', () => {
  it('lets no attempt start that it does not cover, and says so', async () => {
    await play({ a: ['right'] });
    const one = query(['a']);
    const whole = job(upstream, [one]);
    const reservedNano = worstOf(whole, one) - 1;
    const outcome = await rerun({ ...one, reservedNano }, whole, 0);
    expect(outcome.calls).toMatchObject([
      { status: 'failed', attempts: 0, costNanoUsd: null, error: { code: 'reservation_spent' } },
    ]);
    expect(upstream.asked).toEqual([]);
  });

  it('pays for the next model with what the one before left over', async () => {
    await play({ a: ['wrong'], b: ['right'] });
    const one = query(['a', 'b']);
    const whole = job(upstream, [one]);
    const reservedNano = worstOf(whole, one) + CALL_NANO_USD;
    const outcome = await rerun({ ...one, reservedNano }, whole, 0);
    expect(outcome.servedModel).toBe('b');
  });

  it('covers calls made side by side each by its worst case', async () => {
    await play({ a: [{ answer: 'right', afterMs: 30 }], b: ['right'] });
    const one = query(['a', 'b']);
    const whole = job(upstream, [one], { execution: 'parallel' });
    const reservedNano = 2 * worstOf(whole, one) - 1;
    const outcome = await rerun({ ...one, reservedNano }, whole, 0);
    expect(outcome.calls.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('is not retried beyond, and the report tells why the last attempt failed', async () => {
    await play({ a: [{ pieces: [], then: 'cut' }, 'right'] });
    const one = query(['a']);
    const whole = job(upstream, [one], { retries: 3 });
    const reservedNano = worstOf(whole, one) * 2 - 1;
    const outcome = await rerun({ ...one, reservedNano }, whole, 0);
    expect(outcome.calls).toMatchObject([
      { attempts: 1, costNanoUsd: worstOf(whole, one), costIsBound: true },
    ]);
    expect(outcome.calls[0]?.error?.code).toBe('unreachable');
  });
});

describe('an attempt that was lost with its worker', () => {
  it('is charged its worst case, and asked again', async () => {
    await play({ a: ['right'] });
    const one = query(['a']);
    const whole = job(upstream, [one]);
    const outcome = await rerun(one, whole, 2);
    expect(outcome.calls).toMatchObject([
      {
        status: 'succeeded',
        attempts: 3,
        lostAttempts: 2,
        costIsBound: true,
        costNanoUsd: 2 * worstOf(whole, one) + CALL_NANO_USD,
      },
    ]);
  });

  it('leaves nothing for another where no more was reserved', async () => {
    await play({ a: ['right'] });
    const one = query(['a']);
    const whole = job(upstream, [one]);
    const reservedNano = worstOf(whole, one);
    const outcome = await rerun({ ...one, reservedNano }, whole, 1);
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(outcome.calls).toMatchObject([{ lostAttempts: 1, costNanoUsd: reservedNano }]);
    expect(upstream.asked).toEqual([]);
  });

  it('is reported though this run does not come to its model', async () => {
    await play({ a: ['right'] });
    const one = query(['a', 'b']);
    const whole = job(upstream, [one]);
    const outcome = await rerun(one, whole, 1, { begun: { [one.queryId]: [0, 1] }, done: [] });
    expect(outcome.servedModel).toBe('a');
    expect(outcome.calls).toMatchObject([
      { model: 'a', lostAttempts: 1 },
      { model: 'b', lostAttempts: 1, status: 'failed', error: { code: 'lost' } },
    ]);
    expect(upstream.asked).toEqual(['a']);
  });

  it('was noted before it started, but for the first, which taking the job up implies', async () => {
    await play({ a: [{ status: 500 }, 'wrong'], b: ['right'] });
    const one = query(['a', 'b']);
    const whole = job(upstream, [one], { retries: 1 });
    const noted = run();
    const askedWhenNoted: number[] = [];
    const log = logOf(whole, {
      ...noted,
      note: (notes) => {
        askedWhenNoted.push(upstream.asked.length);
        return noted.note(notes);
      },
    });
    await workshop(poster).executor.execute(one, whole, log);
    expect(upstream.asked).toEqual(['a', 'a', 'b']);
    expect(askedWhenNoted).toEqual([1, 2]);
    expect(noted.noted.map(({ begun }) => begun[one.queryId])).toEqual([[1], [1, 1]]);
  });
});

describe('a fallback', () => {
  it('is asked when every call of the combination failed, and is paid', async () => {
    await play({ a: [{ status: 400 }], b: [{ status: 500 }], c: ['anything'] });
    const one = query(['a', 'b']);
    const outcome = await rerun(one, job(upstream, [one], { fallback: 'c' }), 0);
    expect(outcome).toMatchObject({ status: 'answered', servedModel: 'c' });
    expect(outcome.calls.at(-1)).toMatchObject({ isFallback: true, costNanoUsd: CALL_NANO_USD });
  });

  it('is not asked when any call was answered, however badly', async () => {
    await play({ a: [{ status: 400 }], b: ['wrong'], c: ['right'] });
    const one = query(['a', 'b']);
    await rerun(one, job(upstream, [one], { fallback: 'c' }), 0);
    expect(upstream.asked).toEqual(['a', 'b']);
  });
});

describe('a circuit breaker', () => {
  const breaker = { window: 4, minCalls: 4, firstProbeMs: 50, lastProbeMs: 50 };

  it('opens after too many failures, fails at once, and lets the model back by a probe', async () => {
    const failures = Array.from({ length: 4 }, () => ({ status: 503 }));
    await play({ a: [...failures, 'right'], b: ['right'] });
    const one = query(['a', 'b']);
    const whole = job(upstream, [one]);
    const { executor, breakers } = workshop(poster, { breaker });
    const ask = () => executor.execute(one, whole, logOf(whole));
    for (let count = 0; count < 4; count++) expect((await ask()).servedModel).toBe('b');
    const { calls } = await ask();
    expect(calls[0]).toMatchObject({ attempts: 0, error: { code: 'circuit_open' } });
    expect(upstream.asked.filter((model) => model === 'a')).toHaveLength(4);
    expect(breakers).toMatchObject([{ model: 'a', state: 'open' }]);
    expect(breakers[0]?.reason).toContain('answered 503');
    await expect.poll(async () => (await ask()).servedModel, { timeout: 5_000 }).toBe('a');
    expect(breakers.at(-1)).toMatchObject({ model: 'a', state: 'closed' });
  });

  it('does not hold a request against the model that the provider refuses for its content', async () => {
    await play({ a: [{ status: 400 }] });
    const one = query(['a']);
    const whole = job(upstream, [one]);
    const { executor, breakers } = workshop(poster, { breaker });
    for (let count = 0; count < 8; count++) await executor.execute(one, whole, logOf(whole));
    expect(upstream.asked).toHaveLength(8);
    expect(breakers).toEqual([]);
  });
});

describe('a rate limit', () => {
  it('that leaves no room before the deadline passes the query on to the next model', async () => {
    await play({ a: ['right'], b: ['right'] });
    const queries = Array.from({ length: 5 }, () =>
      query(['a', 'b'], { deadlineAt: Date.now() + 5_000 }),
    );
    const whole = job(upstream, queries);
    whole.models['a']!.limits = { requestsPerMinute: 3 };
    const { executor } = workshop(poster);
    const outcomes = await Promise.all(
      queries.map((each) => executor.execute(each, whole, logOf(whole))),
    );
    const served = outcomes.map(({ servedModel }) => servedModel).toSorted();
    expect(served).toEqual(['a', 'a', 'a', 'b', 'b']);
    const refused = outcomes.flatMap(({ calls }) =>
      calls.filter(({ status }) => status === 'failed'),
    );
    expect(refused.map(({ error }) => error?.code)).toEqual(['rate_limited', 'rate_limited']);
  });

  it('of tokens counts the answer in full until it is known how long it is', async () => {
    await play({ a: ['right'], b: ['right'] });
    const queries = Array.from({ length: 3 }, () =>
      query(['a', 'b'], { deadlineAt: Date.now() + 5_000 }),
    );
    const whole = job(upstream, queries);
    whole.models['a']!.limits = { tokensPerMinute: 50 };
    const { executor } = workshop(poster);
    const outcomes: QueryOutcome[] = [];
    for (const each of queries) outcomes.push(await executor.execute(each, whole, logOf(whole)));
    // Each is taken for over 40 tokens as it starts, and for 12 once it is answered.
    expect(outcomes.map(({ servedModel }) => servedModel)).toEqual(['a', 'b', 'b']);
  });
});
