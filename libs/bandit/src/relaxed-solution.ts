import { roundDependently, roundingPropensity } from './dependent-rounding.js';
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

/** The solution of a round's relaxed program. */
export type RelaxedSolution = MixedSolution | FractionalSolution;

/** A combination in call order, and the probability with which it was drawn, in (0, 1]. */
export interface Draw {
  readonly combination: readonly ModelId[];
  readonly propensity: number;
}

/** Draws a combination. The same solution and the same seed give the same draw. */
export function draw(relaxed: RelaxedSolution, random: Random): Draw {
  return relaxed.over === 'combinations' ? drawMixed(relaxed, random) : drawSet(relaxed, random);
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
