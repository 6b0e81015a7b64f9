import type { ModelId } from './model-offer.js';

/** What one call taught. Integers; what is not known is left out. */
export interface ObservedCall {
  readonly model: ModelId;
  /** In [0, 1e6]. */
  readonly rewardMicro?: number;
  /** Nano-dollars, at least 0. */
  readonly costNano?: number;
}

/** What a round taught: the calls made, in call order. A model that was not called is not observed. */
export interface RoundObservation {
  readonly combination: readonly ModelId[];
  readonly calls: readonly ObservedCall[];
  /** 1-based; 0 for what was known before the first. */
  readonly round: number;
  /** All were asked, whatever came of the earlier ones; else in turn, up to the first success. */
  readonly together?: boolean;
}
