import type { DecisionInput, ModelId } from '#bandit';
import { PRICES, SpendCurve } from '../spend-curve.js';
import { choicesOf, repriced } from './select-policy.js';
import type { SelectPolicySettings } from './select-policy-settings.js';
import type { SubsetForecaster } from './subset-forecaster.js';

/**
 * What queries like the forecaster's sample cost on average at each price of money. Yields after each of
 * them, so that the caller can do something else in between.
 */
export function* selectCurve(
  forecaster: SubsetForecaster,
  input: Pick<DecisionInput, 'offers' | 'size' | 'rules'>,
  settings: SelectPolicySettings,
  priceFactors: ReadonlyMap<ModelId, number>,
): Generator<undefined, SpendCurve> {
  const sums = new Float64Array(PRICES.length);
  let queries = 0;
  for (const held of forecaster.sample) {
    const choices = choicesOf(
      forecaster,
      repriced(forecaster, held, input, priceFactors),
      input,
      settings,
    );
    yield;
    if (choices === undefined) continue;
    queries += 1;
    choices.costs.forEach((cost, at) => {
      sums[at] = (sums[at] as number) + cost;
    });
  }
  return curveOf(sums.map((sum) => sum / Math.max(1, queries)));
}

/** Where seconds have a price too, dollars may rise with it: no price is taken for cheaper than a dearer one. */
function curveOf(costs: Float64Array): SpendCurve {
  const curve = new SpendCurve(1);
  let most = 0;
  for (let at = costs.length - 1; at >= 0; at -= 1) {
    most = Math.max(most, costs[at] as number);
    curve.averages[at] = most;
  }
  curve.queries = 1;
  return curve;
}
