import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  evaluatorSpec,
  judgedSubject,
  type ExecutionNotes,
  type ExecutionQuery,
  type ExecutionsJob,
  type QueryOutcome,
  type TaskSpec,
} from '#contracts';
import { judgeWorstNano } from '#evaluation';
import { JsonPoster, worstCaseNano } from '#llm';
import type { JudgeSpec } from '#contracts';
import { logOf, run, workshop } from './executor.fixture.js';
import { CALL_NANO_USD, job, query } from './job.fixture.js';
import { HANG, Upstream, type Step } from './upstream.fixture.js';

const JUDGE = evaluatorSpec.parse({
  kind: 'llm-judge',
  model: 'd',
  rubric: 'Is it right?',
  maxOutputTokens: 16,
}) as JudgeSpec;
const [GOOD, POOR] = ['{"reason": "It is.", "mark": 5}', '{"reason": "No.", "mark": 2}'];

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

function judgedJob(one: ExecutionQuery, task: Partial<TaskSpec> = {}): ExecutionsJob {
  return job(upstream, [one], { evaluator: JUDGE, ...task });
}

function execute(
  one: ExecutionQuery,
  task: Partial<TaskSpec> = {},
  earlierRuns = 0,
  notes?: ExecutionNotes,
): Promise<QueryOutcome> {
  const whole = judgedJob(one, task);
  return workshop(poster).executor.execute(one, whole, logOf(whole, run(earlierRuns, notes)));
}

/** What one attempt of a model, and one to judge its answer, may cost at most. */
function worstOf(one: ExecutionQuery): { call: number; judging: number } {
  const spec = judgedJob(one).models['d']!;
  return { call: worstCaseNano(one, spec), judging: judgeWorstNano(JUDGE, spec, one, spec) };
}

describe('a judge', () => {
  it('is given the conversation and the answer, and its cost is part of the call’s', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const outcome = await execute(query(['a']));
    expect(judgedSubject.parse(JSON.parse(upstream.texts.get('d')!))).toMatchObject({
      conversation: [{ text: 'be brief' }, { text: 'how so?' }],
      reference: 'right',
      answer: '42',
    });
    expect(outcome.calls).toMatchObject([
      {
        model: 'a',
        score: 1,
        costNanoUsd: 2 * CALL_NANO_USD,
        inputTokens: 10,
        judgement: { model: 'd', reason: 'It is.', costNanoUsd: CALL_NANO_USD, attempts: 1 },
        error: null,
      },
    ]);
  });

  it('lets a cascade go on where its mark is not enough', async () => {
    await play({ a: ['41'], b: ['42'], d: [POOR, GOOD] });
    const outcome = await execute(query(['a', 'b']), { successAt: 0.5 });
    expect(outcome.servedModel).toBe('b');
    expect(outcome.calls.map(({ score }) => score)).toEqual([0.25, 1]);
  });

  it('is not asked of a call that failed', async () => {
    await play({ a: [{ status: 400 }], d: [GOOD] });
    const { calls } = await execute(query(['a']));
    expect(upstream.asked).toEqual(['a']);
    expect(calls[0]).not.toHaveProperty('judgement');
  });

  it('leaves the score open when its verdict can’t be read, and is paid all the same', async () => {
    await play({ a: ['42'], b: ['never asked'], d: ['I would say five.'] });
    const outcome = await execute(query(['a', 'b']));
    expect(outcome).toMatchObject({ status: 'answered', servedModel: 'a' });
    expect(outcome.calls).toMatchObject([
      {
        score: null,
        costNanoUsd: 2 * CALL_NANO_USD,
        judgement: { reason: null, costNanoUsd: CALL_NANO_USD },
        error: { code: 'evaluation_failed' },
      },
    ]);
  });

  it('is asked again after an error that may pass, as every model is', async () => {
    await play({ a: ['42'], d: [{ status: 503 }, GOOD] });
    const { calls } = await execute(query(['a']), { retries: 1 });
    expect(calls).toMatchObject([{ score: 1, attempts: 1, judgement: { attempts: 2 } }]);
  });

  it('leaves the score open when it does not answer in time', async () => {
    await play({ a: ['42'], d: [HANG] });
    const { calls } = await execute(query(['a']), { callTimeoutMs: 300 });
    expect(calls).toMatchObject([
      { status: 'succeeded', answer: '42', score: null, error: { code: 'evaluation_failed' } },
    ]);
    expect(calls[0]!.judgement?.costIsBound).toBe(true);
  });

  it('judges every answer of models that are asked at once', async () => {
    await play({ a: ['41'], b: ['42'], d: [GOOD] });
    const { calls } = await execute(query(['a', 'b']), { execution: 'parallel' });
    expect(calls.map(({ judgement }) => judgement?.model)).toEqual(['d', 'd']);
  });

  it('judges the fallback too', async () => {
    await play({ a: [{ status: 400 }], b: ['42'], d: [GOOD] });
    const { calls } = await execute(query(['a']), { fallback: 'b' });
    expect(calls[1]).toMatchObject({ model: 'b', isFallback: true, score: 1 });
  });

  it('may be one of the models that it judges', async () => {
    await play({ d: ['42', GOOD] });
    expect((await execute(query(['d']))).calls).toMatchObject([{ model: 'd', score: 1 }]);
  });

  it('sends no piece of its verdict to the client', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const { executor, chunks } = workshop(poster);
    const one = query(['a'], { replyTo: 'replica', stream: 'immediate' });
    const whole = judgedJob(one);
    const { calls } = await executor.execute(one, whole, logOf(whole));
    expect(calls[0]!.score).toBe(1);
    expect(new Set(chunks.map(({ model }) => model))).toEqual(new Set(['a']));
  });
});

describe('the money of a judge', () => {
  it('comes from the reservation: one call and one verdict fit', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const one = query(['a']);
    const { call, judging } = worstOf(one);
    const { calls } = await execute({ ...one, reservedNano: call + judging });
    expect(calls).toMatchObject([{ score: 1 }]);
  });

  it('is not spent where the reservation does not cover it', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const one = query(['a']);
    const { judging } = worstOf(one);
    const reservedNano = CALL_NANO_USD + judging - 1;
    const { calls } = await execute({ ...one, reservedNano });
    expect(upstream.asked).toEqual(['a']);
    expect(calls).toMatchObject([
      { answer: '42', score: null, costNanoUsd: CALL_NANO_USD, judgement: { attempts: 0 } },
    ]);
  });

  it('is lost with the worker that began to ask, at its worst case', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const one = query(['a']);
    const { call, judging } = worstOf(one);
    const notes = { begun: { [one.queryId]: [0, 0, 1] }, done: [] };
    const { calls } = await execute(one, {}, 1, notes);
    expect(calls).toMatchObject([
      {
        score: 1,
        lostAttempts: 1,
        costNanoUsd: call + judging + 2 * CALL_NANO_USD,
        judgement: { lostAttempts: 1, costNanoUsd: judging + CALL_NANO_USD, costIsBound: true },
      },
    ]);
  });

  it('is lost too where the call fails the next time, or is not made', async () => {
    await play({ a: [{ status: 400 }], d: [GOOD] });
    const one = query(['a']);
    const { call, judging } = worstOf(one);
    const notes = { begun: { [one.queryId]: [0, 0, 1] }, done: [] };
    const costNanoUsd = call + judging;
    const failing = await execute(one, {}, 1, notes);
    expect(failing.calls).toMatchObject([{ status: 'failed', costNanoUsd }]);
    const late = await execute({ ...one, deadlineAt: Date.now() - 1 }, {}, 1, notes);
    expect(late.calls).toMatchObject([{ status: 'failed', costNanoUsd }]);
  });

  it('is noted before it is asked', async () => {
    await play({ a: ['42'], d: [GOOD] });
    const one = query(['a']);
    const whole = judgedJob(one);
    const noted = run();
    await workshop(poster).executor.execute(one, whole, logOf(whole, noted));
    expect(noted.noted.map(({ begun }) => begun[one.queryId])).toEqual([[0, 0, 1]]);
  });
});

describe('a fallback', () => {
  it('that earlier runs began is paid, though this run has no need of it', async () => {
    await play({ a: ['right'] });
    const one = query(['a']);
    const { call } = worstOf(one);
    const notes = { begun: { [one.queryId]: [0, 1] }, done: [] };
    const task = { fallback: 'b', evaluator: { kind: 'none' as const } };
    const { calls } = await execute(one, task, 1, notes);
    expect(calls).toMatchObject([
      { model: 'a', status: 'succeeded', isFallback: false },
      { model: 'b', status: 'failed', isFallback: true, costNanoUsd: call },
    ]);
  });

  it('is not asked for a user who has an answer and wants another', async () => {
    await play({ a: [{ status: 400 }], b: ['again'] });
    const outcome = await execute(query(['a'], { turn: 1 }), { fallback: 'b' });
    expect(outcome.status).toBe('failed');
    expect(upstream.asked).toEqual(['a']);
  });
});
