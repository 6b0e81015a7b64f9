import { randomOf, type BelievedArm, type CombinationValue } from '#bandit';
import { ensemblePoints, valuerOf } from '#ensemble';

/** As in a vote's own policy: a certain model would make all others worthless. */
const MOST_CHANCE = 0.99;
/** So many sets are valued one by one. */
const MOST = 600;
/** Of the draws for large sets: the same every time. */
const SEED = 1;

/**
 * What sets of voters are believed to come to: the chance that their vote is right is the reward.
 * A step for each of them, as sets of many voters take long.
 */
export function* voteValues(
  arms: readonly BelievedArm[],
  { size, labels, budgetNano }: { size: number; labels: number; budgetNano: number },
): Generator<undefined, CombinationValue[]> {
  const valuerAt = (level: 'reward' | 'low' | 'high') => {
    const voters = votersAt(arms, level);
    return valuerOf(voters, labels, () => randomOf(SEED));
  };
  const [likely, low, high] = [valuerAt('reward'), valuerAt('low'), valuerAt('high')];
  const most = Math.min(size, arms.length);
  const points = ensemblePoints(votersAt(arms, 'reward'), budgetNano, most, likely, MOST);
  const values: CombinationValue[] = [];
  for (const { members, reward, cost } of points) {
    values.push({
      models: members.map((member) => (arms[member] as BelievedArm).model),
      reward,
      low: low.figuresOf(members).correctness,
      high: high.figuresOf(members).correctness,
      cost,
    });
    yield;
  }
  return values;
}

function votersAt(arms: readonly BelievedArm[], level: 'reward' | 'low' | 'high') {
  return arms.map((arm) => ({ chance: Math.min(MOST_CHANCE, arm[level]), cost: arm.costNano }));
}
