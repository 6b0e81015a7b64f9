import type { ModelId } from './model-offer.js';

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
  /** Of the mixture. */
  readonly reward: number;
  readonly costNano: number;
}

/** A fractional selection of models: z. Models that are left out have no entry. */
export interface FractionalSolution {
  readonly over: 'models';
  /** Fractions in (0, 1], in call order, which is also the order of rounding. */
  readonly fractions: readonly { readonly model: ModelId; readonly fraction: number }[];
  /** The relaxed objective's value and cost (nano-dollars). */
  readonly reward: number;
  readonly costNano: number;
}

/** The solution of a round's relaxed program. */
export type RelaxedSolution = MixedSolution | FractionalSolution;
