/** A round as searches find it. */
export interface FoundRound {
  query_id: string;
  task: string;
  at: string;
  status: 'pending' | 'answered' | 'failed';
  models: string[];
  answered_by: string | null;
  reward: number | null;
  cost_usd: number | null;
  latency_ms: number | null;
  policy: string;
  input_preview: string | null;
  rated: boolean;
}

export interface RoundPage {
  data: FoundRound[];
  next_cursor: string | null;
}

export interface Call {
  model: string;
  status: 'succeeded' | 'failed';
  started_at: string;
  ended_at: string;
  latency_ms: number;
  attempts: number;
  cost_usd: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  score: number | null;
  reward: number | null;
  reward_source: string | null;
  is_fallback: boolean;
  answer: string | null;
  error: { code: string; message: string } | null;
  judgement: { model: string; reason: string | null } | null;
}

/** What was believed of a model. */
export interface Bounds {
  model: string;
  rewards: number;
  costs: number;
  mean_reward: number | null;
  upper_reward: number;
  mean_cost_usd: number;
  low_cost_usd: number;
}

export interface Mixture {
  over: 'combinations';
  support: { combination: string[]; probability: number; reward: number; cost_usd: number }[];
  reward: number;
  cost_usd: number;
}

export interface Fractions {
  over: 'models';
  fractions: { model: string; fraction: number }[];
  reward: number;
  cost_usd: number;
}

interface Explored {
  over: 'explored';
  followed: Mixture | Fractions;
  share: number;
  models: string[];
  reward: number;
  cost_usd: number;
}

/** The decision, as `GET /v1/rounds/{id}` tells it. */
export interface Decision {
  id: string;
  policy: string;
  round: number;
  seed: number;
  combination: string[];
  propensity: number;
  reward_model: string;
  size: number;
  budget_usd: number;
  paced_budget_usd: number;
  expected_cost_usd: number;
  within_usd: number | null;
  rules: Record<string, unknown> | null;
  over_budget: boolean;
  bounds: Bounds[];
  relaxed: Mixture | Fractions | Explored;
  vote: { weights: Record<string, number> } | null;
  price_of_money: number | null;
}

/** A query and its answer, as `GET /v1/queries/{id}` tells it. */
interface Query {
  id: string;
  task: string;
  status: 'pending' | 'answered' | 'failed';
  created_at: string;
  finished_at: string | null;
  answer: string | null;
  model: string | null;
  vote: Vote | null;
  reward: number | null;
  cost_usd: number | null;
  error: { code: string; message: string } | null;
  text: { kept: 'full' | 'hash' | 'none'; erased_at: string | null };
}

export interface Vote {
  label: string | null;
  belief: number;
  confidence: number;
  beliefs: { label: string; belief: number }[];
  votes: { model: string; label: string | null; weight: number }[];
}

export interface OpenedRound {
  query: Query;
  round: Decision;
  messages: { role?: string; content?: unknown }[] | null;
  calls: Call[];
  ledger: {
    at: string;
    kind: 'reserve' | 'settle' | 'release' | 'adjust';
    usd: number;
    reserved_usd: number;
    settled_usd: number;
  }[];
  ratings: {
    at: string;
    source: string;
    model: string | null;
    score: number;
    comment: string | null;
    counted: boolean;
  }[];
  why: string[];
}
