import type { ModelId } from '#bandit';
import type { Features } from '../features.js';
import {
  atSpeed,
  bothKnown,
  logBy,
  logOf,
  regressed,
  type LogForecast,
  type LogLine,
} from './log-forecast.js';
import { UntaughtModelError, type SelectExample, type SelectOutcome } from './select-example.js';
import type { SelectSettings } from './select-settings.js';

/** So few calls tell a model's speed. */
const FEWEST_FOR_SPEED = 10;

/** What is known of the models' latencies. */
export interface LatencyKnowledge {
  /** By the model's index. */
  readonly lines: readonly LogLine[];
  /** Of each draw, an error of every model's logarithm. */
  readonly errors: readonly Float64Array[];
}

/**
 * How long each model takes for a query. Output length is foreseen from the query's words, and the
 * model's speed turns it into time; a model whose lengths are unknown is foreseen by its times alone.
 * Not one number but draws: the errors of past forecasts, those of one query together, as models slow
 * down together (Duan's smearing, 1983, over the joint errors). So the slowest of several calls is
 * foreseen as slow as it is, which the slowest of their means is not.
 */
export class LatencyForecast {
  constructor(readonly knowledge: LatencyKnowledge) {}

  /** Milliseconds of every model, by its index, once a draw. */
  of(features: Features): Float64Array[] {
    return this.drawn(this.knowledge.lines.map((line) => logBy(line, features)));
  }

  /** @param logs of the milliseconds that are foreseen of every model */
  drawn(logs: ArrayLike<number>): Float64Array[] {
    return this.knowledge.errors.map((errors) =>
      errors.map((error, model) => Math.exp((logs[model] as number) + error)),
    );
  }
}

/**
 * Learns the latencies of models, and of each what it would have foreseen of the examples, as
 * logarithms, if it had not seen them.
 * @throws {UntaughtModelError} for a model without a known latency
 */
export function learntLatencies(
  models: readonly ModelId[],
  examples: readonly SelectExample[],
  rows: readonly Features[],
  precisions: Float64Array,
  { folds, draws }: SelectSettings,
): { forecast: LatencyForecast; heldOut: readonly Float64Array[] } {
  const columns = models.map((model) => latenciesOf(model, examples));
  const forecasts = models.map((model, index): LogForecast => {
    const latencies = columns[index] as Float64Array;
    const tokens = columnOf(model, examples, 'outputTokens');
    const timed = tokens.filter((count, row) => bothKnown(count, latencies[row])).length;
    return timed >= FEWEST_FOR_SPEED
      ? atSpeed(regressed(rows, tokens, precisions, folds), tokens, latencies)
      : regressed(rows, latencies, precisions, folds);
  });
  const misses = forecasts.map(({ heldOut }, index) =>
    heldOut.map((foreseen, row) => logOf(columns[index]?.[row] ?? NaN) - foreseen),
  );
  const lines = forecasts.map(({ line, level, slope }) => ({ line, level, slope }));
  const errors = drawnErrors(misses, examples.length, draws);
  return {
    forecast: new LatencyForecast({ lines, errors }),
    heldOut: forecasts.map(({ heldOut }) => heldOut),
  };
}

/** @returns a figure of a model for every example, NaN where it is unknown */
export function columnOf(
  model: ModelId,
  examples: readonly SelectExample[],
  figure: Exclude<keyof SelectOutcome, 'answer'>,
): Float64Array {
  return Float64Array.from(examples, ({ outcomes }) => outcomes.get(model)?.[figure] ?? NaN);
}

function latenciesOf(model: ModelId, examples: readonly SelectExample[]): Float64Array {
  const latencies = columnOf(model, examples, 'latencyMs');
  if (latencies.every(Number.isNaN)) throw new UntaughtModelError(model, 'latency');
  return latencies;
}

/** Errors of queries evenly over the examples; where one is unknown, another of the same model. */
function drawnErrors(
  misses: readonly Float64Array[],
  examples: number,
  draws: number,
): Float64Array[] {
  const known = misses.map((own) => own.filter((miss) => !Number.isNaN(miss)));
  return Array.from({ length: Math.min(draws, examples) }, (_, draw) => {
    const row = Math.floor((draw * examples) / Math.min(draws, examples));
    return Float64Array.from(misses, (own, model) => {
      const miss = own[row] as number;
      const others = known[model] as Float64Array;
      return Number.isNaN(miss) ? (others[draw % others.length] as number) : miss;
    });
  });
}
