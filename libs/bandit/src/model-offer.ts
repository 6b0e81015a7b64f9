/** The name of a model, unique within a task. */
export type ModelId = string;

/** A model that a round may ask. */
export interface ModelOffer {
  readonly model: ModelId;
  /** What one call is expected to cost by the price list alone: nano-dollars, at least 0. */
  readonly priorCostNano: number;
}
