import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integerColumn } from '../integer-column.js';

export type RewardSource = 'evaluator' | 'rating' | 'default' | 'next' | 'failure';

/** One request to one model in a round. */
@Entity({ name: 'calls' })
export class CallEntity {
  @PrimaryColumn('uuid', { name: 'query_id' })
  queryId!: string;

  /** 0-based, in the combination. */
  @PrimaryColumn('smallint')
  position!: number;

  @Column('text')
  task!: string;

  @Column('text')
  model!: string;

  @Column('text')
  status!: 'succeeded' | 'failed';

  @Column('text', { nullable: true })
  answer!: string | null;

  /** SHA-256 in hex, where that is left. */
  @Column('text', { name: 'answer_hash', nullable: true })
  answerHash!: string | null;

  /** What the answer holds besides its text: tool calls, a refusal, logprobs. */
  @Column('jsonb', { nullable: true })
  details!: Record<string, unknown> | null;

  @Column('text', { name: 'finish_reason', nullable: true })
  finishReason!: string | null;

  /** The evaluator's, in micro-units. */
  @Column('integer', { name: 'score_micro', nullable: true })
  scoreMicro!: number | null;

  /** What counts: ratings, else the score, else the default. */
  @Column('integer', { name: 'reward_micro', nullable: true })
  rewardMicro!: number | null;

  @Column('text', { name: 'reward_source', nullable: true })
  rewardSource!: RewardSource | null;

  @Column('bigint', { name: 'cost_nano', nullable: true, transformer: integerColumn })
  costNano!: number | null;

  /** Whether the cost is an upper bound, since the provider did not say what was used. */
  @Column('boolean', { name: 'cost_is_bound' })
  costIsBound!: boolean;

  @Column('integer', { name: 'input_tokens', nullable: true })
  inputTokens!: number | null;

  @Column('integer', { name: 'output_tokens', nullable: true })
  outputTokens!: number | null;

  /** Of the input tokens. */
  @Column('integer', { name: 'cached_input_tokens', nullable: true })
  cachedInputTokens!: number | null;

  /** Of the output tokens. */
  @Column('integer', { name: 'reasoning_tokens', nullable: true })
  reasoningTokens!: number | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('double precision', { name: 'latency_ms' })
  latencyMs!: number;

  @Column('smallint')
  attempts!: number;

  /** Of the attempts, those whose end nobody saw. */
  @Column('smallint', { name: 'lost_attempts' })
  lostAttempts!: number;

  @Column('boolean', { name: 'is_fallback' })
  isFallback!: boolean;

  /** What it came to to have a model judge the answer; its cost is part of this call's. */
  @Column('jsonb', { nullable: true })
  judgement!: Record<string, unknown> | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;
}
