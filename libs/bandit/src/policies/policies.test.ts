import { describe, expect, it } from 'vitest';
import { emptyArm, observe, type ArmStatistics } from '../arm-statistics.js';
import { emptyPacing } from '../pacing.js';
import { describePolicy } from '../policy.conformance.js';
import type { DecisionInput, Policy } from '../policy.js';
import { randomOf } from '../random.js';
import { c2mabVDirect } from './c2mab-v-direct.js';
import { cucb } from './cucb.js';
import { epsilonGreedy } from './epsilon-greedy.js';
import { fixed } from './fixed.js';
import { thompson } from './thompson.js';

const explores = 'it explores whatever the cost';

for (const charge of ['cascade', 'whole'] as const) {
  describePolicy(`c2mab-v-direct, charged ${charge}`, () => c2mabVDirect({ charge }));
  describePolicy(`cucb, charged ${charge}`, () => cucb({ charge }));
  describePolicy(`epsilon-greedy, charged ${charge}`, () => epsilonGreedy({ charge }), {
    'serves the cheapest': explores,
  });
  describePolicy(`fixed, charged ${charge}`, () => fixed({ charge }), {
    'listed in any order': 'of equally cheap combinations the first listed is asked',
  });
  describePolicy(`thompson, charged ${charge}`, () => thompson({ charge }), {
    'listed in any order': 'luck comes to models in the order in which they are listed',
    'as often': 'its propensity is estimated from a few samples',
  });
}

function armOf(successes: number, failures: number): ArmStatistics {
  let arm = emptyArm;
  for (let call = 0; call < successes + failures; call += 1) {
    arm = observe(arm, { rewardMicro: call < successes ? 1_000_000 : 0, costNano: 1_000 });
  }
  return arm;
}

const input: DecisionInput = {
  offers: [
    { model: 'good', priorCostNano: 1_000 },
    { model: 'bad', priorCostNano: 1_000 },
  ],
  statistics: new Map([
    ['good', armOf(80, 20)],
    ['bad', armOf(20, 80)],
  ]),
  rewardModel: 'any-win',
  size: 1,
  round: 201,
  budgetNano: 1_000_000,
  pacing: emptyPacing,
};

function share(policy: Policy, model: string, given: DecisionInput = input): number {
  let asked = 0;
  for (let seed = 0; seed < 500; seed += 1) {
    if (policy.decide(given, randomOf(seed)).combination[0] === model) asked += 1;
  }
  return asked / 500;
}

describe('a baseline', () => {
  it('asks the model that is known to be better', () => {
    expect(share(cucb({ optimism: 0.1 }), 'good')).toBe(1);
    expect(share(c2mabVDirect(), 'good')).toBe(1);
    expect(share(thompson(), 'good')).toBe(1);
  });

  it('asks a model it does not know, if it is optimistic', () => {
    const statistics = new Map([['good', armOf(80, 20)]]);
    expect(share(cucb({ optimism: 0.1 }), 'bad', { ...input, statistics })).toBe(1);
  });

  it('explores half of its explored rounds elsewhere, for epsilon-greedy', () => {
    const asked = share(epsilonGreedy({ epsilon: 0.4 }), 'bad');
    expect(asked).toBeGreaterThan(0.14);
    expect(asked).toBeLessThan(0.26);
  });

  it('asks what it was told to, if fixed', () => {
    const decision = fixed({ models: 'bad+good' }).decide({ ...input, size: 2 }, randomOf(1));
    expect(decision).toMatchObject({ combination: ['bad', 'good'], propensity: 1 });
    expect(() => fixed({ models: 'other' }).decide(input, randomOf(1))).toThrow('other');
    expect(() => fixed({ models: 'bad+good' }).decide(input, randomOf(1))).toThrow('combination');
  });

  it('samples posteriors: two models known alike are asked alike', () => {
    const statistics = new Map([
      ['good', armOf(5, 5)],
      ['bad', armOf(5, 5)],
    ]);
    const asked = share(thompson(), 'good', { ...input, statistics });
    expect(asked).toBeGreaterThan(0.42);
    expect(asked).toBeLessThan(0.58);
  });

  it('refuses settings out of their ranges', () => {
    expect(() => cucb({ optimism: -1 })).toThrow('optimism is -1');
    expect(() => thompson({ samples: 0 })).toThrow('samples is 0');
    expect(() => epsilonGreedy({ epsilon: 2 })).toThrow('epsilon is 2');
    expect(() => fixed({ trustRounds: 0 })).toThrow('trustRounds is 0');
  });
});
