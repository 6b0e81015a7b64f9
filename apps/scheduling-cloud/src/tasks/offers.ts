import {
  expectedOutputTokens,
  listedCost,
  type ModelId,
  type ModelOffer,
  type TokenPrice,
  type TokenSums,
} from '#bandit';
import type { Task } from './task.js';

/**
 * The models of a task at what a call is expected to cost by today's price list, for an input of so
 * many tokens: the output is as long as it has been with the model, or with the others of the task.
 * @param tokens of the calls that were observed
 */
export function offersOf(
  { models, prices }: Task,
  inputTokens: number,
  tokens: ReadonlyMap<ModelId, TokenSums> = new Map(),
): ModelOffer[] {
  const others = [...tokens.values()];
  return Array.from(models, ([model, { maxOutputTokens }]) => {
    const outputTokens = Math.min(maxOutputTokens, expectedOutputTokens(tokens.get(model), others));
    const price = prices.get(model) as TokenPrice;
    const cost = listedCost(price, { calls: 1, inputTokens, outputTokens });
    return { model, priorCostNano: Math.round(cost) };
  });
}
