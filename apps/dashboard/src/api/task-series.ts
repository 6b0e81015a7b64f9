/** What became of a task's queries in a span of time, those of a bucket by when they were asked. */
export interface Bucket {
  at: string;
  queries: number;
  answered: number;
  failed: number;
  rewarded: number;
  reward_sum: number;
  cost_usd: number;
}

export interface SeriesCap {
  id: string;
  period: string;
  limit_usd: number;
  spent_usd: number;
  reserved_usd: number;
  resets_at: string;
}

/** `GET /admin/v1/tasks/{task}/series`. Buckets in which nothing happened are left out. */
export interface TaskSeries {
  step_seconds: number;
  from: string;
  to: string;
  data: Bucket[];
  /** All that was before `from`. */
  before: { rounds: number; cost_usd: number; reward_sum: number; rewarded: number };
  reserved_usd: number;
  budget_usd_per_query: number;
  caps: SeriesCap[];
}

/** `GET /admin/v1/tasks/{task}/series/models`. */
export interface ModelsSeries {
  step_seconds: number;
  data: { at: string; model: string; chosen: number }[];
}

/** `GET /admin/v1/tasks/{task}/series/combinations`; no models: all the rest. */
export interface CombinationsSeries {
  step_seconds: number;
  data: { at: string; models: string[]; rounds: number }[];
}
