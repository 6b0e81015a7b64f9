import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integerColumn } from '../integer-column.js';

export type RewardSource = 'evaluator' | 'rating' | 'default';

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

  @Column('integer', { name: 'input_tokens', nullable: true })
  inputTokens!: number | null;

  @Column('integer', { name: 'output_tokens', nullable: true })
  outputTokens!: number | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('double precision', { name: 'latency_ms' })
  latencyMs!: number;

  @Column('smallint')
  attempts!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;
}
