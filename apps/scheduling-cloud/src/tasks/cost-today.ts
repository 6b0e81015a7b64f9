import { listedCost } from '#bandit';
import type { Task } from './task.js';

/** A call of the past, as far as its cost goes. */
interface PastCall {
  readonly model: string;
  readonly costNano: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** What a call would cost at today's prices, nano-dollars; what it did cost where that can't be told. */
export function costToday(
  { model, costNano, inputTokens, outputTokens }: PastCall,
  { prices, models, judge }: Task,
): number | null {
  const price = prices.get(model);
  const isListed = judge === null && models.get(model)?.cost === 'price' && price !== undefined;
  return isListed && inputTokens !== null && outputTokens !== null
    ? listedCost(price, { calls: 1, inputTokens, outputTokens })
    : costNano;
}
