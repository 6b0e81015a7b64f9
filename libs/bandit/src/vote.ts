import type { RewardModel } from './reward-model.js';

/**
 * The models vote on a label. Whether the vote is right is no fold over the models, as it hangs on
 * how they agree: this is its surrogate, `gamma(S) = 1 - prod(1 - p)` (ThriftLLM, arXiv 2501.04901),
 * the chance that any of them is right, which the vote's never exceeds. The policy `thrift` reckons
 * with the vote itself.
 */
export const vote: RewardModel = {
  name: 'vote',
  exactly: false,
  cascade: false,
  none: 0,
  with: (reward, mean) => 1 - (1 - reward) * (1 - mean),
};
