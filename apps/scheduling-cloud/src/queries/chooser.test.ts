import { describe, expect, it } from 'vitest';
import { emptyPacing, recollect } from '#bandit';
import { parseConfig } from '#config';
import type { BreakerStore, OpenBreaker } from '#storage';
import { BreakerBoard } from '../breakers/breaker-board.js';
import type { ChangeFeed } from '../changes/change-feed.js';
import type { Contexts } from '../learning/contexts.js';
import type { TaughtSubsets } from '../subsets/taught-subsets.js';
import type { Limits } from '../money/affordable.js';
import { WorstCases } from '../money/worst-cases.js';
import { configuredTasks } from '../tasks/configured-tasks.js';
import type { Task } from '../tasks/task.js';
import type { TaskSnapshots } from '../tasks/task-snapshots.js';
import type { Estimates } from '../votes/estimates.js';
import { Chooser } from './chooser.js';
import { Decider } from './decider.js';
import { keptOf } from './sessions.js';

const SEEN = { messages: [{ role: 'user' as const, content: 'What is 6 × 7?' }] };
const QUERY = { ...SEEN, options: {}, reference: null };
/** Its models' calls cost 100,000, 200,000 and 1,000,000 nano-dollars at worst. */
function task(rest: string): Task {
  const model = (usd: number): string =>
    `{ baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 100, price: { inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: ${usd} } }`;
  const [written] = configuredTasks(
    parseConfig(`
models: { small: ${model(1)}, middle: ${model(2)}, large: ${model(10)} }
tasks: { t: { size: 2, budgetUsdPerQuery: 1, evaluator: none, ${rest} } }
`),
  );
  return written!;
}

/** A chooser that decides as if PostgreSQL held nothing but these open breakers. */
async function chooser(failing: readonly string[] = []): Promise<Chooser> {
  const reading = { round: 1, forgetting: {}, priceOf: () => undefined };
  const nothing = { ...recollect([], reading), pacing: emptyPacing };
  const snapshots = { of: () => nothing } as unknown as TaskSnapshots;
  const open = failing.map((model): OpenBreaker => {
    return {
      model,
      openSince: new Date(),
      probeAt: new Date(Date.now() + 60_000),
      reason: '',
      trips: 1,
    };
  });
  const store = { read: () => Promise.resolve(open) } as unknown as BreakerStore;
  const feed = { hear: () => Promise.resolve() } as unknown as ChangeFeed;
  const board = new BreakerBoard(store, feed);
  await board.onModuleInit();
  const estimates = { of: () => undefined } as unknown as Estimates;
  const decider = new Decider(snapshots, {} as Contexts, estimates, {} as TaughtSubsets);
  return new Chooser(decider, board);
}

async function chosen(
  of: Task,
  limits: Partial<Limits>,
  failing?: readonly string[],
): Promise<readonly string[] | undefined> {
  const choice = (await chooser(failing)).choose(of, SEEN, new WorstCases(of, QUERY), {
    exclude: [],
    ...limits,
  });
  return choice && [...choice.decision.combination].sort();
}

async function kept(
  of: Task,
  models: readonly string[],
  limits: Partial<Limits> = {},
  failing?: readonly string[],
): Promise<readonly string[] | undefined> {
  const worst = new WorstCases(of, QUERY);
  const choice = (await chooser(failing)).keep(of, models, SEEN, worst, { exclude: [], ...limits });
  return choice?.decision.combination;
}

describe('a chooser', () => {
  const pair = task('reward: sum-up');

  it('takes the task’s own decision where nothing limits it', async () => {
    const fixed = task('reward: sum-up, policy: { name: fixed, models: large+small }');
    expect(await chosen(fixed, {})).toEqual(['large', 'small']);
  });

  it('leaves out what is excluded', async () => {
    expect(await chosen(pair, { exclude: ['middle'] })).toEqual(['large', 'small']);
    expect(await chosen(pair, { exclude: ['middle', 'small'] })).toBeUndefined();
  });

  it('keeps to what calls may cost at worst', async () => {
    expect(await chosen(pair, { maxNano: 300_000 })).toEqual(['middle', 'small']);
    expect(await chosen(pair, { maxNano: 299_999 })).toBeUndefined();
  });

  it('asks fewer models of a cascade where that is all that fits', async () => {
    const cascade = task('reward: any-win');
    expect(await chosen(cascade, { maxNano: 100_000 })).toEqual(['small']);
    expect(await chosen(cascade, { maxNano: 99_999 })).toBeUndefined();
  });

  it('keeps the fallback’s money beside the combination', async () => {
    const safe = task('reward: any-win, models: [small, middle], fallback: large');
    expect(await chosen(safe, { maxNano: 1_100_000 })).toEqual(['small']);
    expect(await chosen(safe, { maxNano: 1_099_999 })).toBeUndefined();
  });

  it('counts a fallback once that is one of the models', async () => {
    const both = task('reward: sum-up, fallback: middle');
    expect(await chosen(both, { maxNano: 300_000 })).toEqual(['middle', 'small']);
    expect(await chosen(both, { maxNano: 299_999 })).toBeUndefined();
    const one = task('reward: any-win, fallback: small');
    expect(await chosen(one, { maxNano: 100_000 })).toEqual(['small']);
  });

  it('leaves a model alone that fails too often, unless nothing else will do', async () => {
    expect(await chosen(pair, {}, ['small'])).toEqual(['large', 'middle']);
    expect(await chosen(pair, { exclude: ['large'] }, ['small'])).toEqual(['middle', 'small']);
  });

  it('finds nothing where a fixed combination does not fit', async () => {
    const fixed = task('reward: sum-up, policy: { name: fixed, models: large+small }');
    expect(await chosen(fixed, { maxNano: 300_000 })).toBeUndefined();
  });
});

describe('a session', () => {
  const cascade = task('reward: any-win');

  it('asks its models again, in their order', async () => {
    expect(await kept(cascade, ['large', 'small'])).toEqual(['large', 'small']);
    expect(await kept(cascade, ['middle'])).toEqual(['middle']);
  });

  it('gives them up where they do not keep the limits, or fail too often', async () => {
    expect(await kept(cascade, ['large'], { maxNano: 999_999 })).toBeUndefined();
    expect(await kept(cascade, ['large'], { exclude: ['large'] })).toBeUndefined();
    expect(await kept(cascade, ['large'], {}, ['large'])).toBeUndefined();
  });

  it('gives them up where they break a rule that the task has by now', async () => {
    const apart = task('reward: any-win, rules: { atMostOneOf: [[large, small]] }');
    expect(await kept(apart, ['large', 'small'])).toBeUndefined();
    expect(await kept(apart, ['large', 'middle'])).toEqual(['large', 'middle']);
    const without = task('reward: any-win, rules: { exclude: [large] }');
    expect(await kept(without, ['large'])).toBeUndefined();
    const needs = task('reward: any-win, rules: { atLeastOneOf: [[middle]] }');
    expect(await kept(needs, ['large', 'small'])).toBeUndefined();
  });

  it('holds no more models than the task asks, though the fallback was served', () => {
    const round = { served: 'large', combination: ['small', 'middle'] };
    expect(keptOf(cascade, round)).toEqual(['large', 'small']);
    expect(keptOf({ ...cascade, size: 1 }, round)).toEqual(['large']);
    const pair = task('reward: sum-up');
    expect(
      keptOf({ ...pair, size: 3 }, { served: 'large', combination: ['large'] }),
    ).toBeUndefined();
    const fewer = task('reward: any-win, models: [small, middle]');
    expect(keptOf(fewer, round)).toBeUndefined();
  });
});
