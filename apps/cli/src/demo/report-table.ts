import Table from 'cli-table3';
import type { DemoTask } from './demo-plan.js';
import type { Figures, TaskReport } from './task-report.js';

/** A task's report as a table for people. */
export function reportTable(report: TaskReport, { size }: DemoTask): string {
  const table = new Table({
    head: ['', 'reward/query', '$/query', 'of the budget'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const row = (name: string, figures: Figures) => [name, ...cellsOf(figures, report.budgetUsd)];
  table.push(
    row('Purser', report),
    row(`always best: ${shortened(report.alwaysBest.model)}`, report.alwaysBest),
    row(`always cheapest: ${shortened(report.alwaysCheapest.model)}`, report.alwaysCheapest),
    row(
      report.rewardModel === 'vote'
        ? 'best mixture of single models in hindsight'
        : 'best mixture in hindsight',
      report.bestMixture,
    ),
  );
  return `${titleOf(report, size)}\n${table.toString()}`;
}

function titleOf(
  { task, rewardModel, queries, answered, budgetUsd }: TaskReport,
  size: number,
): string {
  const models = size === 1 ? '1 model' : `${size} models`;
  const isMost = rewardModel === 'any-win' || rewardModel === 'vote';
  const asked = isMost && size > 1 ? `at most ${models}` : models;
  return `${task}: ${rewardModel}, ${asked} a query, budget $${budgetUsd} a query; ${answered} of ${queries} answered`;
}

function cellsOf({ rewardPerQuery, costPerQueryUsd }: Figures, budgetUsd: number): string[] {
  return [
    rewardPerQuery.toFixed(3),
    costPerQueryUsd.toFixed(6),
    `${((100 * costPerQueryUsd) / budgetUsd).toFixed(0)}%`,
  ];
}

/** Several models a line each. */
function shortened(models: string): string {
  return models.replaceAll(',', ' +\n  ');
}
