import type { ModelId } from '#bandit';
import type { Features } from '../features.js';
import { columnOf } from './latency-forecast.js';
import { logBy, logOf, regressed, type LogLine } from './log-forecast.js';
import type { SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';

/** What is known of one model's costs. */
export interface CostKnowledge {
  readonly line: LogLine;
  /** What was paid, over what was foreseen: the exponential of a mean logarithm is below the mean. */
  readonly scale: number;
}

/** What one call of each model costs. */
export class CallCosts {
  /** @param knowledge by the model's index; null for a model without a known cost */
  constructor(readonly knowledge: readonly (CostKnowledge | null)[]) {}

  /** Nano-dollars of one call by the model's index; NaN where nothing is known. */
  of(features: Features): Float64Array {
    return Float64Array.from(this.knowledge, (known) =>
      known === null ? NaN : known.scale * Math.exp(logBy(known.line, features)),
    );
  }
}

/** Learns the costs of models, and of each what it would have foreseen of the examples unseen. */
export function learntCosts(
  models: readonly ModelId[],
  examples: readonly SelectExample[],
  rows: readonly Features[],
  precisions: Float64Array,
  { folds }: SelectSettings,
): { costs: CallCosts; heldOut: readonly Float64Array[] } {
  const learnt = models.map((model) => {
    const costs = columnOf(model, examples, 'costNano');
    if (costs.every(Number.isNaN)) return { known: null, heldOut: costs };
    const { heldOut: logs, ...line } = regressed(rows, costs, precisions, folds);
    let [paid, foreseen] = [0, 0];
    costs.forEach((cost, row) => {
      if (Number.isNaN(cost)) return;
      paid += Math.exp(logOf(cost));
      foreseen += Math.exp(logs[row] as number);
    });
    const scale = paid / foreseen;
    return { known: { line, scale }, heldOut: logs.map((log) => scale * Math.exp(log)) };
  });
  return {
    costs: new CallCosts(learnt.map(({ known }) => known)),
    heldOut: learnt.map(({ heldOut }) => heldOut),
  };
}
