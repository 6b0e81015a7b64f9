import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionQuery, QueryOutcome, TaskSpec } from '#contracts';
import { JsonPoster } from '#llm';
import { logOf, workshop } from './executor.fixture.js';
import { CALL_NANO_USD, job, query } from './job.fixture.js';
import { Upstream, type Step } from './upstream.fixture.js';

const LABELS = ['yes', 'no', 'perhaps'];

let poster: JsonPoster;
let upstream: Upstream;
beforeEach(() => {
  poster = new JsonPoster();
});
afterEach(async () => {
  await upstream.close();
  await poster.close();
});

async function hold(
  script: Record<string, Step[]>,
  weights: Record<string, number>,
  changes: Partial<ExecutionQuery> = {},
  task: Partial<TaskSpec> = {},
): Promise<QueryOutcome> {
  upstream = await Upstream.open(script);
  const combination = Object.keys(weights);
  const one = query(combination, { reference: 'yes', vote: { weights, luck: 0.5 }, ...changes });
  const whole = job(upstream, [one], {
    execution: 'vote',
    labels: LABELS,
    evaluator: { kind: 'choice', choices: LABELS },
    ...task,
  });
  return workshop(poster).executor.execute(one, whole, logOf(whole));
}

describe('a vote', () => {
  it('that is held at once asks everyone, and comes to the same', async () => {
    const outcome = await hold(
      { a: ['Yes.'], b: ['The answer is yes'], c: ['no'] },
      { a: 2, b: 1.5, c: 1 },
      {},
      { atOnce: true },
    );
    expect(upstream.asked.toSorted()).toEqual(['a', 'b', 'c']);
    expect(outcome.vote?.label).toBe('yes');
    expect(outcome.vote?.votes).toHaveLength(3);
  });

  it('asks nobody once the answers to come could not change the label', async () => {
    const outcome = await hold(
      { a: ['Yes.'], b: ['The answer is yes'], c: ['no'] },
      { a: 2, b: 1.5, c: 1 },
    );
    expect(upstream.asked).toEqual(['a', 'b']);
    expect(outcome).toMatchObject({
      status: 'answered',
      servedModel: 'a',
      vote: {
        label: 'yes',
        votes: [
          { model: 'a', label: 'yes', weight: 2 },
          { model: 'b', label: 'yes', weight: 1.5 },
        ],
      },
    });
    const odds = Math.exp(3.5);
    expect(outcome.vote?.beliefs[0]?.belief).toBeCloseTo(odds / (odds + 2), 12);
    expect(outcome.calls.map(({ costNanoUsd }) => costNanoUsd)).toEqual([
      CALL_NANO_USD,
      CALL_NANO_USD,
    ]);
  });

  it('asks all where the round is to hear them out, and says the same', async () => {
    const weights = { a: 2, b: 1.5, c: 1 };
    const outcome = await hold({ a: ['yes'], b: ['yes'], c: ['no'] }, weights, {
      vote: { weights, luck: 0.5, heardOut: true },
    });
    expect(upstream.asked).toEqual(['a', 'b', 'c']);
    expect(outcome).toMatchObject({ servedModel: 'a', vote: { label: 'yes' } });
    expect(outcome.vote?.votes).toHaveLength(3);
  });

  it('hears models by their tables, where errors are known by label', async () => {
    const [rare, usual] = [Math.log(0.05), Math.log(0.9)];
    const none = Math.log(0.05);
    // "no" of a is nearly certain, its "yes" says nothing.
    const tables = {
      a: [
        [usual, rare, rare, none],
        [usual, Math.log(0.5), rare, none],
        [usual, rare, Math.log(0.5), none],
      ],
    };
    const vote = { weights: { a: 0.1, b: 1 }, tables, luck: 0.5 };
    const outcome = await hold({ a: ['no'], b: ['yes'] }, vote.weights, { vote });
    expect(outcome).toMatchObject({ servedModel: 'a', vote: { label: 'no' } });
    expect(outcome.vote?.votes[0]?.weight).toBeCloseTo(Math.log(10), 9);
    const said = await hold({ a: ['yes'], b: ['no'] }, vote.weights, { vote });
    expect(said).toMatchObject({ servedModel: 'b', vote: { label: 'no' } });
    expect(said.vote?.votes[0]?.weight).toBeCloseTo(0, 9);
  });

  it('serves the label that outweighs, and scores every answer that was given', async () => {
    const outcome = await hold({ a: ['no'], b: ['yes'], c: ['yes'] }, { a: 2, b: 1.5, c: 1 });
    expect(upstream.asked).toEqual(['a', 'b', 'c']);
    expect(outcome).toMatchObject({ servedModel: 'b', vote: { label: 'yes' } });
    expect(outcome.calls.map(({ score }) => score)).toEqual([0, 1, 1]);
  });

  it('counts an answer outside the labels for none of them, and as wrong', async () => {
    const outcome = await hold({ a: ['I cannot say'], b: ['no'] }, { a: 2, b: 1 });
    expect(outcome).toMatchObject({ servedModel: 'b', vote: { label: 'no' } });
    expect(outcome.calls[0]?.score).toBe(0);
    expect(outcome.vote?.votes[0]).toEqual({ model: 'a', label: null, weight: 2 });
  });

  it('goes on without a model that fails', async () => {
    const outcome = await hold(
      { a: [{ status: 400 }], b: ['no'], c: ['no'] },
      { a: 2, b: 1, c: 1 },
    );
    expect(upstream.asked).toEqual(['a', 'b', 'c']);
    expect(outcome).toMatchObject({ servedModel: 'b', vote: { label: 'no' } });
    expect(outcome.vote?.votes).toHaveLength(2);
  });

  it('takes the answer of a model below chance for evidence against it', async () => {
    const outcome = await hold({ a: ['no'], b: ['yes'] }, { a: -2, b: 0.5 });
    expect(outcome).toMatchObject({ servedModel: 'b', vote: { label: 'yes' } });
  });

  it('breaks a tie the same for the same luck', async () => {
    const outcome = await hold(
      { a: ['no'], b: ['yes'] },
      { a: 1, b: 1 },
      {
        vote: { weights: { a: 1, b: 1 }, luck: 0.9 },
      },
    );
    expect(outcome.vote?.label).toBe('no');
  });

  it('lets the fallback say alone what nobody else can', async () => {
    const outcome = await hold(
      { a: [{ status: 400 }], d: ['perhaps'] },
      { a: 2 },
      {},
      {
        fallback: 'd',
      },
    );
    expect(outcome).toMatchObject({ servedModel: 'd', vote: { label: 'perhaps' } });
  });

  it('fails where every call failed', async () => {
    const outcome = await hold({ a: [{ status: 400 }] }, { a: 2 });
    expect(outcome).toMatchObject({ status: 'failed', servedModel: null });
    expect(outcome.vote).toBeUndefined();
  });

  it('is refused where the job does not say how models are heard', async () => {
    upstream = await Upstream.open({ a: ['yes'] });
    const one = query(['a']);
    const whole = job(upstream, [one], { execution: 'vote', labels: LABELS });
    await expect(workshop(poster).executor.execute(one, whole, logOf(whole))).rejects.toThrow(
      'no labels',
    );
  });
});
