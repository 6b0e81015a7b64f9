/** A mean with its interval of 95%. */
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
  latency_ms: { mean: number } | null;
  price: Price | null;
  breaker: 'closed' | 'open' | 'half-open';
  last_seen_at: string | null;
  state: 'active' | 'joining' | 'withdrawn';
}

export interface Price {
  input_usd_per_million_tokens: number;
  output_usd_per_million_tokens: number;
  request_usd: number;
}
