import { describe, expect, it } from 'vitest';
import type { CallView } from './query-view.js';
import { roundReward } from './round-reward.js';

function call(model: string, reward: number | null, status: CallView['status'] = 'succeeded') {
  return {
    model,
    status,
    answer: '',
    score: null,
    reward,
    cost_usd: 0,
    input_tokens: 0,
    output_tokens: 0,
    latency_ms: 0,
    attempts: 1,
    error: null,
  };
}

describe('what a round earned', () => {
  const calls = [call('a', 0.5), call('b', 0.8)];

  it('is the reward of the answer served, for any-win', () => {
    expect(roundReward('any-win', 'b', calls)).toBe(0.8);
  });

  it('is the sum for sum-up and the product for all-in', () => {
    expect(roundReward('sum-up', 'a', calls)).toBeCloseTo(1.3);
    expect(roundReward('all-in', 'a', calls)).toBeCloseTo(0.4);
  });

  it('counts a failed call as nothing', () => {
    const failed = [call('a', 0.5), call('b', null, 'failed')];
    expect(roundReward('sum-up', 'a', failed)).toBe(0.5);
    expect(roundReward('all-in', 'a', failed)).toBe(0);
  });

  it('is not known while a reward that it takes is not, nor for a round without an answer', () => {
    const waiting = [call('a', 0.5), call('b', null)];
    expect(roundReward('sum-up', 'a', waiting)).toBeNull();
    expect(roundReward('any-win', 'b', waiting)).toBeNull();
    expect(roundReward('any-win', 'a', waiting)).toBe(0.5);
    expect(roundReward('sum-up', null, calls)).toBeNull();
  });
});
