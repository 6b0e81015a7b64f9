/** A combination of models, with what a query of it is believed to earn and to cost. */
export interface MapPoint {
  models: string[];
  reward: number;
  reward_low: number;
  reward_high: number;
  cost_usd: number;
  /** Of the mixture, 0 to 1. */
  share: number;
}

/** `GET /admin/v1/tasks/{task}/map`. */
export interface CostRewardMap {
  budget_usd_per_query: number;
  points: MapPoint[];
  /** Places of points that no mixture beats at their cost, by cost. */
  envelope: number[];
  mixture: { reward: number; cost_usd: number };
  /** There are too many combinations to show them all. */
  truncated: boolean;
}
