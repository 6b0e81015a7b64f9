import { describe, expect, it } from 'vitest';
import { add, emptyArm, type ArmStatistics } from './arm-statistics.js';
import { c2mabV } from './c2mab-v.js';
import { failureIncrements, FailureStatistics } from './failure-statistics.js';
import type { ObservedCall } from './round-observation.js';
import type { ModelId } from './model-offer.js';
import { emptyPacing } from './pacing.js';
import type { DecisionInput } from './policy.js';
import { randomOf } from './random.js';
import { c2mabVDefaults } from './c2mab-v-settings.js';
import { overCascades } from './over-cascades.js';

const WON = 1_000_000;
/** Twins fail at the same queries; the other one at others. All succeed at half, at equal prices. */
const OUTCOMES = [
  { twin: true, sister: true, other: false },
  { twin: true, sister: true, other: true },
  { twin: false, sister: false, other: true },
  { twin: false, sister: false, other: false },
] as const;
const MODELS = ['twin', 'sister', 'other'] as const;
const COSTS = { twin: 1_000, sister: 1_010, other: 1_200 };
const settings = { ...c2mabVDefaults, alphaReward: 0, alphaNeglect: 0 };

/** Every cascade of two, so many times on each query; those asked after a failure cost thrice. */
function observed(times: number): FailureStatistics {
  const failures = new FailureStatistics();
  for (const combination of [['twin', 'sister'], ['twin', 'other'], ['sister'], ['other']]) {
    for (let round = 0; round < 4 * times; round += 1) {
      const outcome = OUTCOMES[round % 4]!;
      const calls: ObservedCall[] = [];
      for (const model of combination as (typeof MODELS)[number][]) {
        const factor: number = calls.length > 0 ? 3 : 1;
        const rewardMicro = outcome[model] ? WON : 0;
        calls.push({ model, rewardMicro, costNano: factor * COSTS[model] });
        if (outcome[model]) break;
      }
      failureIncrements({ combination, calls, round }).forEach((one) => failures.observe(one));
    }
  }
  return failures;
}

/** Each call once: these models were asked in turn. */
function allCalls(failures: FailureStatistics): Map<ModelId, ArmStatistics> {
  const arms = new Map<ModelId, ArmStatistics>();
  for (const { model, statistics } of failures.rows) {
    arms.set(model, add(arms.get(model) ?? emptyArm, statistics));
  }
  return arms;
}

function input(failures: FailureStatistics): DecisionInput {
  return {
    offers: MODELS.map((model) => ({ model, priorCostNano: COSTS[model] })),
    statistics: allCalls(failures),
    failures,
    rewardModel: 'any-win',
    size: 2,
    round: 1_000,
    budgetNano: 100_000,
    pacing: emptyPacing,
  };
}

describe('cascades of models that fail together', () => {
  it('do not ask a model where it is known to fail', () => {
    const { combination } = c2mabV(settings).decide(input(observed(100)), randomOf(1));
    expect(combination.toSorted()).toEqual(['other', 'twin']);
  });

  it('are believed to earn and to cost what they do', () => {
    const plan = overCascades(settings)(input(observed(5_000)), observed(5_000), 'cascade', 1e6);
    const [point] = plan.relaxed.support;
    expect(point?.combination).toEqual(['twin', 'other']);
    expect(point?.reward).toBeCloseTo(0.75, 2);
    expect((point?.meanCostNano ?? 0) / (1_000 + 0.5 * 3_600)).toBeCloseTo(1, 1);
  });

  it('are taken for independent without data', () => {
    const { bounds } = c2mabV(settings).decide(input(new FailureStatistics()), randomOf(1));
    const plain = c2mabV(settings).decide(
      { ...input(new FailureStatistics()), failures: undefined as never },
      randomOf(1),
    );
    expect(bounds).toEqual(plain.bounds);
  });

  it('do not think less of a model because it was only asked where others had failed', () => {
    const failures = observed(500);
    const last = new FailureStatistics();
    for (const row of failures.rows) {
      if (row.model !== 'other' || row.given.length > 0) last.add(row);
    }
    const { bounds } = c2mabV(settings).decide(input(last), randomOf(1));
    const seen = failures.rows.find(({ model, given }) => model === 'sister' && given.length > 0);
    expect(seen?.statistics.rewardSumMicro).toBe(0);
    const sister = bounds.find(({ model }) => model === 'sister');
    expect(sister?.likelyReward).toBeGreaterThan(0.3);
    const other = bounds.find(({ model }) => model === 'other');
    expect(other?.likelyReward).toBeGreaterThan(0.5);
    expect(other!.meanCostNano / COSTS.other).toBeCloseTo(1, 0);
  });

  it('decide the same after having served another task', () => {
    const policy = c2mabV();
    policy.decide(input(observed(3)), randomOf(1));
    const other = { ...input(observed(50)), offers: input(observed(1)).offers.toReversed() };
    expect(policy.decide(other, randomOf(2))).toEqual(c2mabV().decide(other, randomOf(2)));
  });
});
