import { conjugateGradients, type Features } from '#context';
import type { Targets } from './bagged-regressions.js';

/**
 * What one call of each model costs: the logarithms of costs, regressed on the query's features, of
 * which the length of the input is one and its words tell the length of the answer. The exponential of a
 * mean logarithm is below the mean (Duan 1983): the ratio of what was paid to what was foreseen makes
 * up for it.
 */
export class CostRegressions {
  private readonly models: readonly { readonly scale: number; readonly weights: Float64Array }[];

  /** @param costs nano-dollars of each model, a number a row, NaN where unknown */
  constructor(rows: readonly Features[], costs: readonly Targets[], precisions: Float64Array) {
    this.models = costs.map((paid) => {
      const known = rows.map((_, row) => row).filter((row) => !Number.isNaN(paid[row]));
      const own = known.map((row) => rows[row] as Features);
      const logs = known.map((row) => Math.log(Math.max(1, paid[row] as number)));
      const level = logs.reduce((sum, log) => sum + log, 0) / logs.length;
      const weights = conjugateGradients(
        own,
        logs.map((log) => log - level),
        precisions,
      );
      const all = known.reduce((sum, row) => sum + (paid[row] as number), 0);
      const foreseen = own.reduce((sum, features) => sum + Math.exp(product(weights, features)), 0);
      return { scale: all / foreseen, weights };
    });
  }

  /** Nano-dollars of one call, by model. */
  estimate(features: Features): Float64Array {
    return Float64Array.from(
      this.models,
      ({ scale, weights }) => scale * Math.exp(product(weights, features)),
    );
  }
}

function product(weights: Float64Array, { indices, values }: Features): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at += 1)
    sum += (weights[indices[at] as number] as number) * (values[at] as number);
  return sum;
}
