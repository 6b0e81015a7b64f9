import { describe, expect, it } from 'vitest';
import { chartPage } from './chart-page.js';
import type { ReportedRun } from './run-report.js';

const estimate = { mean: 0.5, stderr: 0.01 };
const run: ReportedRun = {
  policy: 'a<b',
  budgetUsd: 0.001,
  rounds: 100,
  seeds: 2,
  reward: estimate,
  rewardLastHalf: estimate,
  lastHalfAgainstFirst: estimate,
  costUsd: estimate,
  utilisation: estimate,
  violation: estimate,
  regret: 3,
  propensityMean: 1,
  curve: [
    { round: 50, reward: 0.4, costUsd: 0.001, violation: 0, regret: 2 },
    { round: 100, reward: 0.5, costUsd: 0.0011, violation: 0.1, regret: 3 },
  ],
  bestMixture: { reward: 0.6, combinations: [] },
  bestSingle: { model: 'a', reward: 0.5, costUsd: 0.001 },
  oracle: { reward: 0.9 },
};

describe('a drawing of a replay', () => {
  const page = chartPage({
    report: {
      data: 'some/file.jsonl',
      queries: 10,
      skipped: 0,
      models: ['a'],
      reward: 'any-win',
      size: 1,
      charge: 'cascade',
      runs: [run],
      wallMs: 1,
      roundsPerSecond: 1,
    },
    errors: [{ reward: [0.1, 0.1], costUsd: [0, 0], regret: [1, 1] }],
  });

  it('has a line and a band for each of reward, spend and regret, and the best mixture', () => {
    expect(page.match(/<polyline/g)).toHaveLength(4);
    expect(page.match(/<polygon/g)).toHaveLength(3);
    expect(page.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it('has no number that could not be drawn, and names that cannot break it', () => {
    expect(page).not.toContain('NaN');
    expect(page).not.toContain('Infinity');
    expect(page).toContain('a&lt;b within $0.001');
    expect(page).not.toContain('a<b');
  });
});
