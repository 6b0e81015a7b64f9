import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integerColumn } from '../integer-column.js';

/** The decision taken for a query, with all that explains it. It has its query's id. */
@Entity({ name: 'rounds' })
export class RoundEntity {
  @PrimaryColumn('uuid', { name: 'query_id' })
  queryId!: string;

  @Column('text')
  policy!: string;

  /** t, 1-based, in the task. */
  @Column('bigint', { transformer: integerColumn })
  round!: number;

  /** Of the draw. */
  @Column('bigint', { transformer: integerColumn })
  seed!: number;

  @Column('text', { array: true })
  combination!: string[];

  @Column('double precision')
  propensity!: number;

  @Column('jsonb')
  explanation!: Record<string, unknown>;
}
