interface Estimate {
  estimate: number;
  /** Of 95%; null where the log does not support it. */
  low: number | null;
  high: number | null;
}

/** Of one budget. */
export interface BudgetEstimate {
  budget_usd: number;
  supported: boolean;
  effective_rounds: number;
  reward: Estimate;
  cost_usd: Estimate;
}

/** `POST /admin/v1/tasks/{name}/what-if`. */
export interface WhatIf {
  rounds: number;
  unrewarded: number;
  estimates: BudgetEstimate[];
}
