import Table from 'cli-table3';
import type { Estimate } from '#replay';
import { thinned, type PlanReport } from './plan-report.js';
import type { PlannedPoint } from './plan-seed.js';

/** Rows that fit on a screen. */
const ROWS = 20;

/** A report for people. */
export function planTable(report: PlanReport, path: string): string {
  const { bestSingle, train, batch, seeds, front, answer } = report;
  const table = new Table({
    head: ['predicted accuracy', 'came true', 'predicted $', 'paid $', 'by'],
    colAligns: ['right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...thinned(front, ROWS).map(rowOf));
  return [
    `${path}: ${batch.toLocaleString('en')} queries planned from ${train.toLocaleString('en')} others, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}; the first seed's front:`,
    table.toString(),
    ...(answer ? [`asked for: ${rowOf(answer).slice(0, 4).join(', ')}`] : []),
    `best single model: ${bestSingle.model}, accuracy ${bestSingle.accuracy.toFixed(4)} for $${bestSingle.costUsd.toPrecision(4)}`,
    `saved at its accuracy: ${percents(report.savingAtBestSingleAccuracy)}; accuracy at its cost: ${withError(report.accuracyAtBestSingleCost)}`,
    `IGD: ${withError(report.igd)}, normalised ${withError(report.igdNormalised)}; 95% intervals that hold: ${percents(report.intervalCoverage)}`,
    `${(report.wallMs / 1e3).toFixed(1)} s in all`,
  ].join('\n');
}

function rowOf({
  predictedAccuracy,
  low,
  high,
  accuracy,
  predictedCostUsd,
  costUsd,
  by,
}: PlannedPoint) {
  return [
    `${predictedAccuracy.toFixed(4)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
    accuracy.toFixed(4),
    predictedCostUsd.toPrecision(4),
    costUsd.toPrecision(4),
    by,
  ];
}

function withError({ mean, stderr }: Estimate): string {
  return `${mean.toFixed(4)} ± ${stderr.toFixed(4)}`;
}

function percents({ mean, stderr }: Estimate): string {
  return `${(100 * mean).toFixed(1)}% ± ${(100 * stderr).toFixed(1)}`;
}
