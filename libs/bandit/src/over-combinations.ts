import { keepsRules, RulesError } from './combination-rules.js';
import { CombinationSpace, countCombinations, OUT_OF_REACH } from './combination-space.js';
import { supportWithin } from './price-search.js';
import type { Relaxation } from './relaxation.js';
import type { SupportPoint } from './relaxed-solution.js';
import type { SelectionProblem } from './selection-problem.js';

/** The most combinations that are worth listing: some 3 ms a decision. */
const MOST_COMBINATIONS = 200_000;

/**
 * The relaxation over combinations: the best mixture of at most two of them, exact for every reward
 * model and charge. It keeps the spaces that it has listed, one for each (K, N).
 */
export function overCombinations(): Relaxation {
  const spaces = new Map<string, CombinationSpace>();
  return (problem) => {
    const space = spaceOf(problem, spaces);
    space.load(problem);
    const { rules } = problem;
    if (rules !== undefined) {
      space.forbid((members) => keepsRules(namesOf(problem, members), rules));
    }
    const { low, high, share } = supportWithin(space, problem.budget);
    if (low.cost === OUT_OF_REACH) throw new RulesError(problem.size);
    const support: SupportPoint[] = [];
    for (const [point, probability] of [[low, 1 - share] as const, [high, share] as const]) {
      if (probability > 0) {
        support.push({
          combination: namesOf(problem, space.members(point.node)),
          probability,
          reward: point.reward,
          costNano: point.cost,
        });
      }
    }
    return {
      over: 'combinations',
      support,
      reward: low.reward + share * (high.reward - low.reward),
      costNano: low.cost + share * (high.cost - low.cost),
    };
  };
}

function namesOf({ models }: SelectionProblem, members: readonly number[]): string[] {
  return members.map((model) => models[model] as string);
}

function spaceOf(
  { models, size, rewardModel: { name, exactly } }: SelectionProblem,
  spaces: Map<string, CombinationSpace>,
): CombinationSpace {
  const key = `${models.length} ${size} ${exactly}`;
  const known = spaces.get(key);
  if (known !== undefined) return known;
  const count = countCombinations(models.length, size, exactly);
  if (count > MOST_COMBINATIONS) {
    throw new RangeError(
      `${count} combinations of ${size} of ${models.length} models (${name}) are too many to list: ` +
        `relax over models, or lower the size`,
    );
  }
  const space = new CombinationSpace(models.length, size, exactly);
  spaces.set(key, space);
  return space;
}
