import type { ModelId, ModelOffer, TokenSums } from '#bandit';
import { offersOf } from './offers.js';
import type { Task } from './task.js';

/** The models of a task at what they cost for an input as long as those were that they have seen. */
export function typicalOffers(task: Task, tokens: ReadonlyMap<ModelId, TokenSums>): ModelOffer[] {
  const sums = [...tokens.values()];
  const calls = sums.reduce((sum, each) => sum + each.calls, 0);
  const input = sums.reduce((sum, each) => sum + each.inputTokens, 0);
  return offersOf(task, calls === 0 ? 0 : Math.round(input / calls), tokens);
}
