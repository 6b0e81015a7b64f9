import Table from 'cli-table3';
import type { Estimate } from '#replay';
import type { SelectReport, WayReport } from './select-report.js';

/** A report for people: the ways, the curve, and how well was foreseen. */
export function selectTable(report: SelectReport): string {
  const { data, models, reward, size, execution, train, test, seeds, classifier } = report;
  const ways = tableOf('', report.latencyUnit);
  ways.push(
    ...[
      report.mostAccurateSingle,
      report.mostAccurateStatic,
      report.quickestStatic,
      ...report.ways,
    ].map((row) => [row.way, ...cellsOf(row)]),
  );
  const curve = tableOf('price of its time', report.latencyUnit);
  for (const { price, chosen, upToSize, fixed } of report.curve)
    curve.push(
      [`${price}`, ...cellsOf(chosen)],
      [`  at most ${size}`, ...cellsOf(upToSize)],
      ['  static', ...cellsOf(fixed)],
    );
  return [
    `${data}: ${models.length} models, subsets of ${size}, ${reward}, ${execution}; learnt from ${train} queries, tested on ${test}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`,
    ways.toString(),
    `the first seed's most accurate static subset: ${(report.mostAccurateStatic.models ?? []).join(', ')}; the quickest about as accurate: ${(report.quickestStatic.models ?? []).join(', ')}`,
    curve.toString(),
    `classifier: micro-F1 ${withError(classifier.f1)} (models' means: ${classifier.f1OfMeans.mean.toFixed(4)}), Brier ${withError(classifier.brier)} (means: ${classifier.brierOfMeans.mean.toFixed(4)}), ECE ${withError(classifier.ece)}`,
    `confidence→part right (pairs): ${classifier.calibration.map(({ belief, right, rounds }) => `${belief.toFixed(2)}→${right.toFixed(2)} (${rounds})`).join(' ')}`,
    `mean error of a call's latency: ${percents(classifier.latencyError)} of the mean latency (models' means: ${percents(classifier.latencyErrorOfMeans)})`,
    `${(report.wallMs / 1e3).toFixed(1)} s in all`,
  ].join('\n');
}

function tableOf(first: string, unit: string) {
  return new Table({
    head: [
      first,
      'accuracy',
      'predicted',
      unit,
      'calls',
      'accuracy gained',
      'saved of (a)',
      'saved of (b)',
    ],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
}

function cellsOf(row: WayReport): string[] {
  return [
    withError(row.accuracy),
    row.predicted.mean.toFixed(4),
    row.latency.mean.toFixed(0),
    row.calls.mean.toFixed(2),
    percents(row.accuracyGain, 2),
    percents(row.latencySaved),
    percents(row.latencySavedOfQuickest),
  ];
}

function withError({ mean, stderr }: Estimate): string {
  return `${mean.toFixed(4)} ± ${stderr.toFixed(4)}`;
}

function percents({ mean, stderr }: Estimate, digits = 1): string {
  return `${(100 * mean).toFixed(digits)}% ± ${(100 * stderr).toFixed(digits)}`;
}
