import { describe, expect, it } from 'vitest';
import { c2mabV } from './c2mab-v.js';
import type { LearnerInput } from './learner.js';
import { emptyPacing } from './pacing.js';
import { randomOf } from './random.js';
import { statisticsLearner } from './statistics-learner.js';

const query = { text: 'a query' };
const input: LearnerInput = {
  query,
  offers: [
    { model: 'good', priorCostNano: 1_000 },
    { model: 'bad', priorCostNano: 1_000 },
  ],
  rewardModel: 'any-win',
  size: 1,
  round: 101,
  budgetNano: 1_000_000,
  pacing: emptyPacing,
};

describe('a learner by statistics', () => {
  it('asks the model that it saw succeed', () => {
    const learner = statisticsLearner(c2mabV());
    for (let round = 1; round <= 100; round += 1) {
      const model = round % 2 === 0 ? 'good' : 'bad';
      const rewardMicro = model === 'good' ? 1_000_000 : 0;
      const calls = [{ model, rewardMicro, costNano: 1_000 }];
      learner.learn(query, { combination: [model], calls, round });
    }
    expect(learner.decide(input, randomOf(1)).combination).toEqual(['good']);
  });

  it('has learnt of a model only what was called', () => {
    const learner = statisticsLearner(c2mabV());
    const calls = [{ model: 'good', rewardMicro: 1_000_000, costNano: 1_000 }];
    learner.learn(query, { combination: ['good', 'bad'], calls, round: 1 });
    const { bounds } = learner.decide(input, randomOf(1));
    expect(bounds.map(({ model, rewards }) => [model, rewards])).toEqual([
      ['good', 1],
      ['bad', 0],
    ]);
  });

  it('starts from earlier outcomes', () => {
    const learner = statisticsLearner(c2mabV());
    learner.warm([
      {
        query,
        calls: [
          { model: 'good', rewardMicro: 500_000 },
          { model: 'bad', costNano: 7 },
        ],
      },
    ]);
    const { bounds } = learner.decide(input, randomOf(1));
    expect(bounds).toMatchObject([
      { model: 'good', rewards: 1, costs: 0, meanReward: expect.closeTo(0.5, 9) as number },
      { model: 'bad', rewards: 0, costs: 1 },
    ]);
  });
});
