import { describe, expect, it } from 'vitest';
import type { QueryView } from '../queries/query-view.js';
import type { RoundView } from './round-view.js';
import { whyOf, type ToldRound } from './why.js';

function bounds(model: string, rewards: number, mean: number | null, usd: number) {
  return {
    model,
    rewards,
    costs: rewards,
    mean_reward: mean,
    upper_reward: 0.9,
    likely_reward: 0.5,
    mean_cost_usd: usd,
    low_cost_usd: usd,
  };
}

const SMALL = { combination: ['small'], probability: 0.25, reward: 0.7, cost_usd: 0.0001 };
const BOTH = { combination: ['small', 'large'], probability: 0.75, reward: 0.95, cost_usd: 0.0006 };
const ROUND = {
  policy: 'c2mab-v',
  combination: ['small', 'large'],
  propensity: 0.75,
  paced_budget_usd: 0.0005,
  within_usd: null,
  select: null,
  over_budget: false,
  vote: null,
  bounds: [bounds('small', 212.4, 0.71, 0.0001), bounds('large', 40, 0.92, 0.002)],
  relaxed: { over: 'combinations', support: [SMALL, BOTH], reward: 0.9, cost_usd: 0.0005 },
} as unknown as RoundView;

function call(model: string, over: object): QueryView['calls'][number] {
  return { model, status: 'succeeded', score: null, reward: null, ...over } as never;
}

function told(round: object, query: object = {}, inTurn = true): string[] {
  const answered = { status: 'answered', model: 'small', calls: [], vote: null, error: null };
  return whyOf({
    round: { ...ROUND, ...round },
    query: { ...answered, ...query } as ToldRound['query'],
    inTurn,
  });
}

describe('why', () => {
  it('tells the mixture, the order and each step of a cascade', () => {
    const calls = [call('small', { score: 0 }), call('large', { score: 1 })];
    expect(told({}, { calls, model: 'large' })).toEqual([
      'The budget of $0.0005 a query is best spent on a mixture of small (reward 0.7 at $0.0001, drawn 25% of the time) and small + large (reward 0.95 at $0.0006, drawn 75% of the time): chance chose small + large.',
      'small is asked first, since it promises the most reward for its price: small (reward 0.71 by 212 answers, up to 0.9 hoped for, at $0.0001 a call). Then, as long as none has succeeded, large (reward 0.92 by 40 answers, up to 0.9 hoped for, at $0.002 a call).',
      'small answered, worth 0, so large was asked.',
      'large answered, worth 1.',
      'The answer of large was served.',
    ]);
  });

  it('tells what was foreseen of the subset, or that nothing was learnt yet', () => {
    const subset = { combination: ['small', 'large'], correctness: 0.934, latency_ms: 1_250 };
    const select = { version: 3, subsets: [subset] };
    expect(told({ select }, {}, false)[1]).toBe(
      'By version 3 of what was learnt of such queries, small + large succeeds with a chance of 93.4%, in 1.25 s.',
    );
    expect(told({ select: { version: null, subsets: [] } })[1]).toContain('decided by statistics');
    const exploring = told({ select: { version: 3, subsets: [] } });
    expect(exploring.join()).not.toContain('version');
  });

  it('tells which model was not needed', () => {
    const sentences = told({}, { calls: [call('small', { score: 1 })] });
    expect(sentences).toContain('large was not asked any more.');
  });

  it('tells of exploring, of limits and of what was not known', () => {
    const relaxed = { over: 'explored', followed: ROUND.relaxed, share: 0.1 };
    const sentences = told({
      relaxed,
      propensity: 0.03,
      within_usd: 0.01,
      bounds: [bounds('small', 0, null, 0.0001)],
    });
    expect(sentences.slice(1, 4)).toEqual([
      '10% of the rounds try other combinations, to learn; with that, this one was drawn with a probability of 3%.',
      'Its calls may cost $0.01 at worst, as its client or a cap says.',
      "Nothing was known of small's answers yet: the best was hoped of it.",
    ]);
  });

  it('tells of a budget too small, and of a failure', () => {
    const failed = call('small', { status: 'failed', error: { code: 'timeout', message: '' } });
    const sentences = told(
      { over_budget: true },
      { status: 'failed', calls: [failed], error: { code: 'x', message: 'no model answered' } },
    );
    expect(sentences[0]).toBe(
      'No combination fits the budget of $0.0005: small + large is the cheapest.',
    );
    expect(sentences.slice(-2)).toEqual([
      'small failed (timeout).',
      'The query failed: no model answered.',
    ]);
  });

  it('tells of sessions, votes, fractions and models asked together', () => {
    expect(told({ policy: 'session' })[0]).toMatch(
      /^small \+ large: the first query of the session/,
    );
    const vote = { label: 'spam', belief: 0.934 };
    expect(told({}, { vote }).at(-1)).toBe('The label spam won the vote, believed in by 93.4%.');
    expect(told({ vote: { labels: [], weights: {}, luck: 0 } }, {}, false)[1]).toMatch(
      /^They vote/,
    );
    const relaxed = { over: 'models', fractions: [{ model: 'small', fraction: 0.4 }] };
    expect(told({ relaxed }, {}, false).slice(0, 2)).toEqual([
      'The budget of $0.0005 a query is best spent by asking small 40% of the time: chance chose small + large.',
      expect.stringMatching(/^All are asked at once: small \(.*\); large/),
    ]);
  });
});
