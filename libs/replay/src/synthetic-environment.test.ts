import { describe, expect, it } from 'vitest';
import { phasesOf } from './drift.js';
import type { ReplayTerms } from './replay-terms.js';
import { meansTable, sampledTable, syntheticEnvironment } from './synthetic-environment.js';

const terms: ReplayTerms = { rewardModel: 'any-win', size: 2, charge: 'cascade' };
const means = meansTable([
  { model: 'a', mean: 0.3, costNano: 1_000 },
  { model: 'b', mean: 0.9, costNano: 50_000 },
]);

const mean = (column: Float64Array | undefined) =>
  column!.reduce((sum, value) => sum + value, 0) / column!.length;

describe('a synthetic world', () => {
  it('has the means that it was given', () => {
    const { scores, costs } = sampledTable(
      syntheticEnvironment(phasesOf(means, []), terms),
      20_000,
    );
    expect(mean(scores[0])).toBeCloseTo(0.3, 1);
    expect(mean(scores[1])).toBeCloseTo(0.9, 1);
    expect(mean(costs[1]) / 50_000).toBeCloseTo(1, 1);
  });

  it('counts a round at the expected reward of its combination, whatever luck did', () => {
    const episode = syntheticEnvironment(phasesOf(means, []), terms).episode(1, 10);
    episode.advance(1);
    expect(episode.worthOf(['a', 'b'], 0)).toBeCloseTo(0.93, 12);
  });

  it('drifts', () => {
    const drift = { model: 'b', round: 3, change: { of: 'score', factor: 0.5 } } as const;
    const episode = syntheticEnvironment(phasesOf(means, [drift]), terms).episode(1, 10);
    episode.advance(2);
    expect(episode.worthOf(['b'], 0)).toBe(0.9);
    episode.advance(3);
    expect(episode.worthOf(['b'], 0)).toBeCloseTo(0.45, 12);
  });
});
