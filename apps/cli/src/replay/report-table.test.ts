import { describe, expect, it } from 'vitest';
import { reportTable } from './report-table.js';
import type { ReportedRun } from './run-report.js';

function run(policy: string, budgetUsd: number, reward: number, spend: number): ReportedRun {
  const estimate = (mean: number) => ({ mean, stderr: 0.01 });
  return {
    policy,
    budgetUsd,
    rounds: 100,
    seeds: 2,
    reward: estimate(reward),
    rewardLastHalf: estimate(reward),
    lastHalfAgainstFirst: estimate(0),
    costUsd: estimate(spend * budgetUsd),
    utilisation: estimate(spend),
    violation: estimate(spend - 1),
    regret: 3,
    propensityMean: 1,
    curve: [],
    bestMixture: { reward: 0.8, combinations: [{ models: ['a', 'b'], probability: 1 }] },
    bestSingle: { model: 'a', reward: 0.5, costUsd: 0.001 },
    oracle: { reward: 0.9 },
  };
}

/** The rows of a policy, as its cells. */
function rowsOf(policy: string, runs: readonly ReportedRun[]): string[][] {
  const table = reportTable({
    data: 'file.jsonl',
    queries: 10,
    skipped: 0,
    models: ['a', 'b'],
    reward: 'any-win',
    size: 2,
    charge: 'cascade',
    runs,
    wallMs: 1,
    roundsPerSecond: 1,
  });
  const rows = table.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  return rows.filter((cells) => cells[2] === policy);
}

describe('the table of a replay', () => {
  it('marks the policy that earns most within the budget', () => {
    const runs = [run('kept', 0.001, 0.7, 1), run('poor', 0.001, 0.6, 0.9)];
    expect(rowsOf('kept', runs)[0]?.[1]).toBe('*');
    expect(rowsOf('poor', runs)[0]?.[1]).toBe('');
  });

  it('marks none that overspends, and not the oracle, who knows the outcomes', () => {
    const runs = [
      run('kept', 0.001, 0.7, 1),
      run('spender', 0.001, 0.8, 1.02),
      run('oracle', 0.001, 0.9, 1),
    ];
    expect(rowsOf('kept', runs)[0]?.[1]).toBe('*');
    expect(rowsOf('spender', runs)[0]?.[1]).toBe('');
    expect(rowsOf('oracle', runs)[0]?.[1]).toBe('');
  });

  it('says what part of the best mixture is earned, at each budget', () => {
    const rows = rowsOf('kept', [run('kept', 0.001, 0.6, 1), run('kept', 0.002, 0.8, 1)]);
    expect(rows.map((cells) => cells[5])).toEqual(['75.0%', '100.0%']);
  });
});
