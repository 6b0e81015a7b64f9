import { add, emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import { failureIncrements, FailureStatistics } from './failure-statistics.js';
import { assertForgetting, epochOf, weighed, weightOf, type Forgetting } from './forgetting.js';
import type { RoundObservation } from './round-observation.js';
import type { ModelId } from './model-offer.js';

/** What all rounds together taught, for a policy to decide from. */
export interface Recollection {
  readonly statistics: Map<ModelId, ArmStatistics>;
  readonly failures: FailureStatistics;
}

/**
 * All that rounds taught, summed by epoch, so that old epochs can weigh less. An observation may come
 * late: it counts in the epoch of its round.
 * @throws {SettingsError} for forgetting out of range
 */
export class RoundMemory {
  private readonly epochs = new Map<number, Recollection>();
  private now = 0;
  private recalled: Recollection | null = nothing();

  constructor(private readonly forgetting: Forgetting = {}) {
    assertForgetting(forgetting);
  }

  /**
   * @param failing whether to learn which models fail together
   * @param mostFailures see `failureIncrements`
   */
  learn(observation: RoundObservation, failing: boolean, mostFailures?: number): void {
    const epoch = epochOf(observation.round, this.forgetting);
    const known = this.epochs.get(epoch) ?? nothing();
    this.epochs.set(epoch, known);
    learnInto(known, observation, failing, mostFailures);
    if (epoch < this.now) this.recalled = null;
    else if (this.recalled !== null && epoch === this.now) {
      learnInto(this.recalled, observation, failing, mostFailures);
    }
  }

  /** What is remembered in a round. @param round 1-based, never less than before */
  recall(round: number): Recollection {
    const epoch = epochOf(round, this.forgetting);
    if (epoch !== this.now) this.recalled = null;
    this.now = epoch;
    this.recalled ??= this.gathered();
    return this.recalled;
  }

  private gathered(): Recollection {
    const all = nothing();
    const ascending = [...this.epochs].sort(([left], [right]) => left - right);
    for (const [epoch, { statistics, failures }] of ascending) {
      const weight = weightOf(epoch, this.now, this.forgetting);
      if (weight < LEAST_WEIGHT) continue;
      for (const [model, arm] of statistics) {
        const known = all.statistics.get(model) ?? emptyArm;
        all.statistics.set(model, add(known, weighed(arm, weight)));
      }
      for (const row of failures.rows) {
        all.failures.add({ ...row, statistics: weighed(row.statistics, weight) });
      }
    }
    return all;
  }
}

/** Below this an epoch is forgotten. */
const LEAST_WEIGHT = 1e-3;

function nothing(): Recollection {
  return { statistics: new Map(), failures: new FailureStatistics() };
}

function learnInto(
  { statistics, failures }: Recollection,
  observation: RoundObservation,
  failing: boolean,
  mostFailures?: number,
): void {
  for (const call of observation.calls) {
    statistics.set(call.model, observe(statistics.get(call.model) ?? emptyArm, call));
  }
  if (!failing) return;
  for (const one of failureIncrements(observation, mostFailures)) failures.observe(one);
}
