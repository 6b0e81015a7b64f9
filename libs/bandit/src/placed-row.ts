import type { FailureRow } from './failure-statistics.js';

/** A row of failure statistics, its models by index. */
export interface PlacedRow {
  readonly row: FailureRow;
  readonly model: number;
  readonly given: readonly number[];
  /** The given models as a node of the sets, and with the model itself. */
  readonly before: number;
  readonly node: number;
}
