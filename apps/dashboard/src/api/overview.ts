import type { Bounded } from './arms.js';

export interface Alert {
  name: string;
  severity: 'warning' | 'critical';
  message: string;
}

export interface Saving {
  /** The best of the models that are known well enough. */
  model: string;
  /** What always asking it would cost more; below 0: less. */
  usd_per_query: number;
  low: number;
  high: number;
  ratio: number;
  /** What a query earns more than with that model alone; below 0: less. Null while that is not known. */
  reward_gain?: Bounded | null;
}

/** How a task does now. */
export interface TaskOverview {
  task: string;
  reward_model: string;
  size: number;
  policy: string;
  paused: boolean;
  rounds: number;
  queries_per_second: number;
  reward: (Bounded & { rounds: number }) | null;
  cost_usd_per_query: number | null;
  budget_usd_per_query: number;
  /** Cost over budget: above 1 is overspent. */
  budget_used: number | null;
  /** Against always asking the best model. */
  saving: Saving | null;
  alerts: Alert[];
}

/** `GET /admin/v1/overview`. */
export interface Overview {
  tasks: TaskOverview[];
  alerts: Alert[];
}
