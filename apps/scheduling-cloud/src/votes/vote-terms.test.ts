import { expect, it } from 'vitest';
import { beliefWeight } from '#ensemble';
import { selectFamilies } from '#context';
import { voteTermsOf } from './vote-terms.js';

const known = { rewards: 0, costs: 0, meanReward: null, meanCostNano: 0, lowCostNano: 0 };
const bounds = [
  { model: 'a', upperReward: 1, likelyReward: 0.9, ...known },
  { model: 'b', upperReward: 1, likelyReward: 0.6, ...known },
];
const decision = { combination: ['a', 'b'], bounds };
const LABELS = ['yes', 'no', 'perhaps'];

it('weighs votes by the odds of being right, or as the family that chose them says', () => {
  const weights = selectFamilies.map(
    (family) => voteTermsOf(decision, LABELS, 1, { family }).weights,
  );
  expect(weights).toEqual([
    { a: beliefWeight(0.9, 3), b: beliefWeight(0.6, 3) },
    { a: 1, b: 1 },
    { a: 1, b: 1 },
    { a: 0.9, b: 0.6 },
  ]);
  expect(voteTermsOf(decision, LABELS, 1)).toEqual(voteTermsOf(decision, LABELS, 1, {}));
});
