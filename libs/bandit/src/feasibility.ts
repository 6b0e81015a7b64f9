import type { ModelId, ModelOffer } from './model-offer.js';
import { rewardModels } from './reward-models.js';
import type { RewardModelName } from './reward-model.js';
import { assertSize } from './size-error.js';

/** No combination fits the budget. */
export class InfeasibleBudgetError extends Error {
  override readonly name = 'InfeasibleBudgetError';

  constructor(
    readonly budgetNano: number,
    readonly cheapest: Cheapest,
  ) {
    const { combination, costNano } = cheapest;
    const what = combination.length === 1 ? 'model' : `combination of ${combination.length} models`;
    const advice = combination.length === 1 ? 'add a cheaper model' : 'lower the size';
    super(
      `no ${what} costs at most ${dollars(budgetNano)} a query; ` +
        `the cheapest (${combination.join(', ')}) costs ${dollars(costNano)}: ` +
        `raise the budget or ${advice}`,
    );
  }
}

/** The combination that costs least by the price list. */
export interface Cheapest {
  readonly combination: readonly ModelId[];
  readonly costNano: number;
}

/**
 * The cheapest combination by the price list: one model for any-win, else `size` of them.
 * @throws {SizeError} unless `size` is an integer from 1 to the number of offers
 */
export function cheapestCombination(
  offers: readonly ModelOffer[],
  rewardModel: RewardModelName,
  size: number,
): Cheapest {
  assertSize(size, offers.length);
  const chosen = offers
    .toSorted((left, right) => left.priorCostNano - right.priorCostNano)
    .slice(0, rewardModels[rewardModel].exactly ? size : 1);
  return {
    combination: chosen.map((offer) => offer.model),
    costNano: chosen.reduce((sum, offer) => sum + offer.priorCostNano, 0),
  };
}

/**
 * Refuses a budget that no combination fits by the price list.
 * @throws {InfeasibleBudgetError} which names the cheapest combination
 * @throws {SizeError} unless `size` is an integer from 1 to the number of offers
 */
export function assertFeasible(
  offers: readonly ModelOffer[],
  rewardModel: RewardModelName,
  size: number,
  budgetNano: number,
): void {
  const cheapest = cheapestCombination(offers, rewardModel, size);
  if (cheapest.costNano > budgetNano) throw new InfeasibleBudgetError(budgetNano, cheapest);
}

/** Nano-dollars as people write dollars: never in exponents. */
function dollars(nano: number): string {
  return `$${(nano / 1e9).toFixed(9).replace(/\.?0+$/, '')}`;
}
