import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integerColumn } from '../integer-column.js';
import type { TextKept } from '../text-store.js';

export type QueryStatus = 'pending' | 'answered' | 'failed';

/** A message as it was sent: `{role, content, …}`. */
export type StoredMessage = Readonly<Record<string, unknown>>;

/** One request to a task. */
@Entity({ name: 'queries' })
export class QueryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  task!: string;

  @Column('text')
  status!: QueryStatus;

  @Column('jsonb')
  messages!: StoredMessage[];

  /** What the request wished for besides: temperature, tools, … */
  @Column('jsonb')
  options!: Record<string, unknown>;

  /** What is left of all texts, of its calls' and ratings' too. */
  @Column('text', { name: 'text_kept' })
  textKept!: TextKept;

  @Column('timestamptz', { name: 'text_erased_at', nullable: true })
  textErasedAt!: Date | null;

  /** SHA-256 in hex of each message, where that is left. */
  @Column('jsonb', { name: 'message_hashes', nullable: true })
  messageHashes!: string[] | null;

  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('jsonb')
  metadata!: Record<string, string>;

  /** The executions job that carries it, or carried it last. */
  @Column('uuid')
  pack!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'deadline_at' })
  deadlineAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('text', { name: 'served_model', nullable: true })
  servedModel!: string | null;

  /** What a vote came to; of an erased one its `belief` alone. */
  @Column('jsonb', { nullable: true })
  vote!: Record<string, unknown> | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  /** Nano-dollars; null until the calls are reported. */
  @Column('bigint', { name: 'cost_nano', nullable: true, transformer: integerColumn })
  costNano!: number | null;
}
