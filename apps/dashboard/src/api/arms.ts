/** A mean with the bounds that the learner puts around it. */
export interface Bounded {
  mean: number;
  low: number;
  high: number;
}

/** What is known of a model of a task. */
export interface Arm {
  model: string;
  calls: number;
  chosen: number;
  reward: Bounded | null;
  cost_usd: Bounded | null;
  latency_ms: { mean: number | null; p95?: number | null } | null;
  price: Price | null;
  breaker: 'closed' | 'open' | 'half-open';
  last_seen_at: string | null;
  state: 'active' | 'joining' | 'withdrawn';
}

export interface Price {
  inputUsdPerMillionTokens?: number;
  outputUsdPerMillionTokens?: number;
  requestUsd?: number;
}
