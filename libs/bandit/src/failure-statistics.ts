import { add, emptyArm, observe, ONE_REWARD_MICRO } from './arm-statistics.js';
import type { ArmObservation, ArmStatistics } from './arm-statistics.js';
import type { ObservedCall, RoundObservation } from './round-observation.js';
import type { ModelId } from './model-offer.js';

/** What one call taught of its model on the queries at which some other models fail. */
export interface FailureIncrement {
  readonly model: ModelId;
  /** The models that failed at the query, each once, ascending by name; none: any query. */
  readonly given: readonly ModelId[];
  readonly observation: ArmObservation;
}

/** What is known of a model on the queries at which some other models fail. */
export interface FailureRow {
  readonly model: ModelId;
  readonly given: readonly ModelId[];
  readonly statistics: ArmStatistics;
}

/**
 * What a round taught of its models given that others failed. Models asked in turn are seen on just
 * those queries at which all before them failed, so their plain means are biased low. Models asked
 * together are seen on any query, and given each set of the others that failed at it.
 * @param most of models asked together, sets of at most so many failures count
 */
export function failureIncrements(
  { calls, together = false }: RoundObservation,
  most = 3,
): FailureIncrement[] {
  return together ? togetherIncrements(calls, most) : inTurnIncrements(calls);
}

function inTurnIncrements(calls: readonly ObservedCall[]): FailureIncrement[] {
  let failed: readonly ModelId[] = [];
  return calls.map(({ model, ...observation }) => {
    const given = failed;
    failed = [...failed, model].sort();
    return { model, given, observation };
  });
}

function togetherIncrements(calls: readonly ObservedCall[], most: number): FailureIncrement[] {
  const sets = calls
    .filter(({ rewardMicro = ONE_REWARD_MICRO }) => rewardMicro < ONE_REWARD_MICRO)
    .map(({ model }) => model)
    .sort()
    .reduce<ModelId[][]>(
      (all, model) => [
        ...all,
        ...all.filter((set) => set.length < most).map((set) => [...set, model]),
      ],
      [[]],
    );
  return calls.flatMap(({ model, ...observation }) =>
    sets.filter((given) => !given.includes(model)).map((given) => ({ model, given, observation })),
  );
}

/**
 * The statistics of every model given that others failed, for each set of failed models that was
 * seen. Sums of integers: the order of observing never matters, and the rows are all there is to
 * store. Rows are added and written over, never removed, so that what was looked up stays valid.
 */
export class FailureStatistics {
  private readonly rowOf = new Map<string, ChangingRow>();
  private readonly allRows: ChangingRow[] = [];
  private count = 0;

  static of(rows: Iterable<FailureRow>): FailureStatistics {
    const all = new FailureStatistics();
    for (const row of rows) all.add(row);
    return all;
  }

  /** In the order in which they were first seen. */
  get rows(): readonly FailureRow[] {
    return this.allRows;
  }

  /** How many rewards all rows count. */
  get observations(): number {
    return this.count;
  }

  /** @throws {RangeError} for a reward or a cost out of range */
  observe({ model, given, observation }: FailureIncrement): void {
    const row = this.rowFor(model, given);
    row.statistics = observe(row.statistics, observation);
    if (observation.rewardMicro !== undefined) this.count += 1;
  }

  /** Adds what other observations came to. */
  add({ model, given, statistics }: FailureRow): void {
    const row = this.rowFor(model, given);
    row.statistics = add(row.statistics, statistics);
    this.count += statistics.rewards;
  }

  private rowFor(model: ModelId, given: readonly ModelId[]): ChangingRow {
    const key = `${given.join('\n')}\n\n${model}`;
    const known = this.rowOf.get(key);
    if (known !== undefined) return known;
    const row = { model, given, statistics: emptyArm };
    this.rowOf.set(key, row);
    this.allRows.push(row);
    return row;
  }
}

type ChangingRow = Omit<FailureRow, 'statistics'> & { statistics: ArmStatistics };
