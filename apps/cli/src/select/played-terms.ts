import type { ModelId } from '#bandit';
import {
  select,
  subsetForecasts,
  type CallForecast,
  type SelectExample,
  type SelectTerms,
  type SubsetForecaster,
} from '#context';
import { playSubset } from './played-subset.js';
import type { SelectOptions } from './select-options.js';

/** What a way of choosing came to, a query. */
export interface MeanFigures {
  readonly accuracy: number;
  /** The accuracy that was foreseen; of a static subset, what it was on the queries learnt from. */
  readonly chance: number;
  /** In milliseconds or tokens. */
  readonly latency: number;
  /** Models. */
  readonly calls: number;
}

/** Plays the choices by several terms; what is foreseen of a query's subsets is reckoned once. */
export function playTerms(
  forecaster: SubsetForecaster,
  examples: readonly SelectExample[],
  foresee: (example: SelectExample, row: number) => CallForecast,
  terms: readonly SelectTerms[],
  options: SelectOptions,
): MeanFigures[] {
  const sums = terms.map(() => ({ chance: 0, accuracy: 0, latency: 0, calls: 0 }));
  examples.forEach((example, row) => {
    const calls = foresee(example, row);
    const subsets = subsetForecasts(forecaster.chances, calls, options.execution);
    terms.forEach((one, at) => {
      const { members, weights, chance } = select(forecaster, calls, one, subsets);
      const names = members.map((member) => forecaster.models[member] as ModelId);
      const { reward, latency } = playSubset(example, names, weights, options);
      const sum = sums[at];
      if (sum === undefined) return;
      sum.chance += chance / examples.length;
      sum.accuracy += reward / examples.length;
      sum.latency += latency / examples.length;
      sum.calls += members.length / examples.length;
    });
  });
  return sums;
}
