import { describe, expect, it } from 'vitest';
import { erasuresOf } from './erasures.js';

const NOW = Date.parse('2026-01-31T00:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(NOW - count * DAY_MS);
const task = (store: 'full' | 'hash' | 'none', retentionDays?: number) => ({
  name: 'qa',
  store,
  retentionMs: retentionDays === undefined ? null : retentionDays * DAY_MS,
  rewardWait: { ms: DAY_MS, defaultMicro: null },
});

describe('the texts of a task', () => {
  it('stay where it keeps them for good', () => {
    expect(erasuresOf(task('full'), NOW)).toEqual([]);
  });

  it('go, hashes too, when their retention is over', () => {
    expect(erasuresOf(task('full', 30), NOW)).toEqual([
      { task: 'qa', from: 'full', to: 'none', before: days(30) },
      { task: 'qa', from: 'hash', to: 'none', before: days(30) },
    ]);
  });

  it('become hashes when the wait for ratings is over, for as long as the retention', () => {
    const hashed = { task: 'qa', from: 'full', to: 'hash', before: days(1) };
    expect(erasuresOf(task('hash'), NOW)).toEqual([hashed]);
    expect(erasuresOf(task('hash', 30), NOW)).toEqual([
      { task: 'qa', from: 'full', to: 'none', before: days(30) },
      { task: 'qa', from: 'hash', to: 'none', before: days(30) },
      hashed,
    ]);
  });

  it('go when the wait for ratings is over where nothing is stored', () => {
    expect(erasuresOf(task('none'), NOW)).toEqual([
      { task: 'qa', from: 'full', to: 'none', before: days(1) },
      { task: 'qa', from: 'hash', to: 'none', before: days(1) },
    ]);
  });
});
