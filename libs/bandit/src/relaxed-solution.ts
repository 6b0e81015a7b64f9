import { keepsRules, type CombinationRules } from './combination-rules.js';
import { roundDependently, roundingPropensity } from './dependent-rounding.js';
import { explorationPropensity, explore, type Exploration } from './exploration.js';
import type { ModelId } from './model-offer.js';
import type { Random } from './random.js';

/** One combination of a mixture. */
export interface SupportPoint {
  /** In call order. */
  readonly combination: readonly ModelId[];
  /** In (0, 1]; the support's probabilities sum to 1. */
  readonly probability: number;
  /** The round's reward by the bounds, and its cost by the low bounds in nano-dollars. */
  readonly reward: number;
  readonly costNano: number;
  /** Its cost by the mean costs, given that the earlier ones failed; absent if taken for independent. */
  readonly meanCostNano?: number;
}

/** A distribution over combinations: q, at most two of them. */
export interface MixedSolution {
  readonly over: 'combinations';
  readonly support: readonly SupportPoint[];
  /** What the mixture earns and costs (nano-dollars) in expectation, by the bounds. */
  readonly reward: number;
  readonly costNano: number;
}

/** A fractional selection of models: z. Models that are left out have no entry. */
export interface FractionalSolution {
  readonly over: 'models';
  /** Fractions in (0, 1], in call order, which is also the order of rounding. */
  readonly fractions: readonly { readonly model: ModelId; readonly fraction: number }[];
  /** What the rounded selection earns and costs (nano-dollars) in expectation, by the bounds. */
  readonly reward: number;
  readonly costNano: number;
}

/** A solution that is followed in most rounds; in the others any combination may be drawn, to learn. */
export interface ExploredSolution {
  readonly over: 'explored';
  readonly followed: MixedSolution | FractionalSolution;
  /** The probability that the round explores, in [0, 1]. */
  readonly share: number;
  /** The models in call order, which the weights of the exploration belong to. */
  readonly models: readonly ModelId[];
  readonly exploration: Exploration;
  /** An exploring draw that breaks the rules is dropped: what is followed is drawn from instead. */
  readonly ruled?: {
    readonly rules: CombinationRules;
    /** The probability with which an exploring draw keeps them. */
    readonly kept: number;
  };
  /** Those of the solution that is followed. */
  readonly reward: number;
  readonly costNano: number;
}

/** What a round's combination is drawn from: the solution of its relaxed program, explored or not. */
export type RelaxedSolution = MixedSolution | FractionalSolution | ExploredSolution;

/** A combination in call order, and the probability with which it was drawn, in (0, 1]. */
export interface Draw {
  readonly combination: readonly ModelId[];
  readonly propensity: number;
}

/** Draws a combination. The same solution and the same seed give the same draw. */
export function draw(relaxed: RelaxedSolution, random: Random): Draw {
  switch (relaxed.over) {
    case 'combinations':
      return drawMixed(relaxed, random);
    case 'models':
      return drawSet(relaxed, random);
    case 'explored':
      return drawExplored(relaxed, random);
  }
}

/** The probability with which a solution draws this combination, in this call order. */
export function propensityOf(relaxed: RelaxedSolution, combination: readonly ModelId[]): number {
  switch (relaxed.over) {
    case 'combinations':
      return relaxed.support.reduce(
        (sum, point) => (isSame(point.combination, combination) ? sum + point.probability : sum),
        0,
      );
    case 'models': {
      const models = relaxed.fractions.map((entry) => entry.model);
      const chosen = indicesIn(models, combination);
      if (!chosen) return 0;
      const values = relaxed.fractions.map((entry) => entry.fraction);
      return roundingPropensity(values, new Set(chosen));
    }
    case 'explored': {
      const { followed, share, models, exploration, ruled } = relaxed;
      const chosen = indicesIn(models, combination);
      const kept = ruled === undefined || keepsRules(combination, ruled.rules);
      const explored = chosen && kept ? explorationPropensity(exploration, chosen) : 0;
      const exploring = share * (ruled?.kept ?? 1);
      return (1 - exploring) * propensityOf(followed, combination) + share * explored;
    }
  }
}

function drawExplored(relaxed: ExploredSolution, random: Random): Draw {
  const combination = exploredIn(relaxed, random) ?? draw(relaxed.followed, random).combination;
  return { combination, propensity: Math.min(1, propensityOf(relaxed, combination)) };
}

function exploredIn(
  { share, exploration, models, ruled }: ExploredSolution,
  random: Random,
): ModelId[] | undefined {
  if (random.next() >= share) return undefined;
  const combination = explore(exploration, random).map((model) => models[model] as ModelId);
  return ruled === undefined || keepsRules(combination, ruled.rules) ? combination : undefined;
}

/** Where the models of a combination are in a list, null if they don't come there in this order. */
function indicesIn(models: readonly ModelId[], combination: readonly ModelId[]): number[] | null {
  const indices = combination.map((model) => models.indexOf(model));
  return indices.every((index, at) => index > (indices[at - 1] ?? -1)) ? indices : null;
}

function isSame(left: readonly ModelId[], right: readonly ModelId[]): boolean {
  return left.length === right.length && left.every((model, at) => model === right[at]);
}

function drawMixed({ support }: MixedSolution, random: Random): Draw {
  let left = random.next();
  for (const { combination, probability } of support) {
    left -= probability;
    if (left < 0) return { combination, propensity: probability };
  }
  const last = support.at(-1);
  if (last === undefined) throw new RangeError('a mixture needs at least one combination');
  return { combination: last.combination, propensity: last.probability };
}

function drawSet({ fractions }: FractionalSolution, random: Random): Draw {
  const values = fractions.map((entry) => entry.fraction);
  const chosen = new Set(roundDependently(values, random));
  return {
    combination: fractions.filter((_, index) => chosen.has(index)).map((entry) => entry.model),
    propensity: roundingPropensity(values, chosen),
  };
}
