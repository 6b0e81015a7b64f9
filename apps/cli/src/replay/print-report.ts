import Table from 'cli-table3';
import type { RunOptions } from './replay-options.js';
import type { PlayedReplay, ReplayReport, ReportedRun } from './run-report.js';

/** Prints a report as JSON or as a table. */
export function printed({ report }: PlayedReplay, { json }: RunOptions): void {
  process.stdout.write(`${json ? JSON.stringify(report) : reportTable(report)}\n`);
}

/** A report for people. */
function reportTable(report: ReplayReport): string {
  const table = new Table({
    head: [
      'policy',
      'budget, $',
      'reward',
      'last half',
      'less the first',
      'best mixture',
      'best single',
      'oracle',
      'spend/budget',
      'regret',
    ],
    colAligns: [
      'left',
      'right',
      'right',
      'right',
      'right',
      'right',
      'right',
      'right',
      'right',
      'right',
    ],
    style: { head: [], border: [] },
  });
  table.push(...report.runs.map(rowOf));
  return `${titleOf(report)}\n${table.toString()}\n${Math.round(report.roundsPerSecond).toLocaleString('en')} rounds a second`;
}

function rowOf(run: ReportedRun): string[] {
  return [
    run.policy,
    String(run.budgetUsd),
    `${run.reward.mean.toFixed(4)} ± ${run.reward.stderr.toFixed(4)}`,
    `${run.rewardLastHalf.mean.toFixed(4)} ± ${run.rewardLastHalf.stderr.toFixed(4)}`,
    `${run.lastHalfAgainstFirst.mean.toFixed(4)} ± ${run.lastHalfAgainstFirst.stderr.toFixed(4)}`,
    run.bestMixture.reward.toFixed(4),
    run.bestSingle.reward.toFixed(4),
    run.oracle.reward.toFixed(4),
    run.utilisation.mean.toFixed(3),
    run.regret.toFixed(1),
  ];
}

function titleOf({ data, queries, models, reward, size, charge, runs }: ReplayReport): string {
  const { rounds = 0, seeds = 0 } = runs[0] ?? {};
  const many = reward === 'any-win' ? `at most ${size}` : `${size}`;
  return `${data}: ${queries} queries, ${many} of ${models.length} models, ${reward} (${charge}), ${rounds} rounds, ${seeds} seeds`;
}
