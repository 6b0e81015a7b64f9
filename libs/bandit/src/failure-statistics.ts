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

/** What is known of a model asked after so many failures, whoever failed. */
export interface DepthRow {
  readonly model: ModelId;
  readonly failures: number;
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
  private readonly rowOf = new Map<string, Changing<FailureRow>>();
  private readonly depthOf = new Map<string, Changing<DepthRow>>();
  private readonly allRows: Changing<FailureRow>[] = [];
  private readonly allDepths: Changing<DepthRow>[] = [];

  static of(rows: Iterable<FailureRow>): FailureStatistics {
    const all = new FailureStatistics();
    for (const row of rows) all.add(row);
    return all;
  }

  /** In the order in which they were first seen. */
  get rows(): readonly FailureRow[] {
    return this.allRows;
  }

  /** The sums of the rows with as many failed models. */
  get depths(): readonly DepthRow[] {
    return this.allDepths;
  }

  /** @throws {RangeError} for a reward or a cost out of range */
  observe({ model, given, observation }: FailureIncrement): void {
    const { row, depth } = this.changed(model, given);
    row.statistics = observe(row.statistics, observation);
    depth.statistics = observe(depth.statistics, observation);
  }

  /** Adds what other observations came to. */
  add({ model, given, statistics }: FailureRow): void {
    const { row, depth } = this.changed(model, given);
    row.statistics = add(row.statistics, statistics);
    depth.statistics = add(depth.statistics, statistics);
  }

  private changed(model: ModelId, given: readonly ModelId[]) {
    const failures = given.length;
    return {
      row: found(this.rowOf, this.allRows, `${given.join('\n')}\n\n${model}`, () => ({
        model,
        given,
        statistics: emptyArm,
      })),
      depth: found(this.depthOf, this.allDepths, `${failures} ${model}`, () => ({
        model,
        failures,
        statistics: emptyArm,
      })),
    };
  }
}

type Changing<Row extends { statistics: ArmStatistics }> = Omit<Row, 'statistics'> & {
  statistics: ArmStatistics;
};

function found<Row>(byKey: Map<string, Row>, all: Row[], key: string, made: () => Row): Row {
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const row = made();
  byKey.set(key, row);
  all.push(row);
  return row;
}
