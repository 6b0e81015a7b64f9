import type { CurveErrors, Estimate, ReplayTerms, RunFigures } from '#replay';
import type { Hindsight } from './hindsight.js';

/** One policy within one budget, and what hindsight says of it. */
export interface ReportedRun extends RunFigures {
  readonly policy: string;
  readonly budgetUsd: number;
  /** The last half's reward less that of the first policy within the same budget, seed by seed. */
  readonly lastHalfAgainstFirst: Estimate;
  readonly bestMixture: {
    readonly reward: number;
    readonly combinations: readonly {
      readonly models: readonly string[];
      readonly probability: number;
    }[];
  };
  readonly bestSingle: Hindsight['bestSingle'];
  readonly oracle: Hindsight['oracle'];
}

/** What `--json` prints, in this order. */
export interface ReplayReport {
  readonly data: string;
  readonly queries: number;
  /** Queries that were left out, since a score or a cost of a model is unknown. */
  readonly skipped: number;
  readonly models: readonly string[];
  readonly reward: ReplayTerms['rewardModel'];
  readonly size: number;
  readonly charge: ReplayTerms['charge'];
  readonly runs: readonly ReportedRun[];
  /** From reading the data to the last round. */
  readonly wallMs: number;
  /** Rounds of all seeds over the time of the loop alone. */
  readonly roundsPerSecond: number;
}

/** A report, and the errors of its runs' curves, which only a drawing needs. */
export interface PlayedReplay {
  readonly report: ReplayReport;
  readonly errors: readonly CurveErrors[];
}
