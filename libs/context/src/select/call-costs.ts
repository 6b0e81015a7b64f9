import type { ModelId } from '#bandit';
import type { Features } from '../features.js';
import { columnOf } from './latency-forecast.js';
import { logOf, regressed, type LogForecast } from './log-forecast.js';
import type { SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';

interface ScaledForecast {
  readonly log: LogForecast;
  /** What was paid, over what was foreseen: the exponential of a mean logarithm is below the mean. */
  readonly scale: number;
}

/** What one call of each model costs. */
export class CallCosts {
  /** Null for a model without a known cost. */
  private readonly forecasts: readonly (ScaledForecast | null)[];

  constructor(
    models: readonly ModelId[],
    examples: readonly SelectExample[],
    rows: readonly Features[],
    precisions: Float64Array,
    { folds }: SelectSettings,
  ) {
    this.forecasts = models.map((model) => {
      const costs = columnOf(model, examples, 'costNano');
      if (costs.every(Number.isNaN)) return null;
      const log = regressed(rows, costs, precisions, folds);
      let [paid, foreseen] = [0, 0];
      costs.forEach((cost, row) => {
        if (Number.isNaN(cost)) return;
        paid += Math.exp(logOf(cost));
        foreseen += Math.exp(log.heldOut[row] as number);
      });
      return { log, scale: paid / foreseen };
    });
  }

  /** Nano-dollars of one call by the model's index; NaN where nothing is known. */
  of(features: Features): Float64Array {
    return this.costs(({ log }) => log.estimate(features));
  }

  /** The same of an example, as if it had not been seen. */
  heldOut(row: number): Float64Array {
    return this.costs(({ log }) => log.heldOut[row] as number);
  }

  private costs(logarithm: (forecast: ScaledForecast) => number): Float64Array {
    return Float64Array.from(this.forecasts, (forecast) =>
      forecast === null ? NaN : forecast.scale * Math.exp(logarithm(forecast)),
    );
  }
}
