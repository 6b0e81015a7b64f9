import Table from 'cli-table3';
import type { OnlineRow, VoteReport, VoteRow } from './vote-report.js';

const COLUMNS = ['', 'accuracy', '$ a query', 'planned $', 'saved', 'calls', 'asked in this order'];

/** A report for people: the references, then a part for each budget. */
export function voteTable(report: VoteReport): string {
  const table = new Table({
    head: COLUMNS,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  table.push([{ colSpan: COLUMNS.length, content: 'whatever it costs, on the test queries' }]);
  table.push(...report.references.map((row) => cellsOf(row)));
  const inHindsight = 'whatever it costs, on all queries, by what all of them teach';
  table.push([{ colSpan: COLUMNS.length, content: inHindsight }]);
  table.push(...report.hindsight.map((row) => cellsOf(row, '')));
  for (const { budgetUsd, offline, online } of report.budgets) {
    table.push([
      { colSpan: COLUMNS.length, content: `$${budgetUsd} a query, on the test queries` },
    ]);
    table.push(...offline.map((row) => cellsOf(row)));
    const from = `$${budgetUsd} a query, from nothing, at most ${report.size} models, ${report.seeds} seeds`;
    table.push([{ colSpan: COLUMNS.length, content: from }]);
    table.push(...online.map((row) => cellsOf(row, onlineNote(row))));
  }
  const { data, labels, models, train, test } = report;
  return [
    `${data}: ${models.length} models, ${labels.length} labels (${labels.slice(0, 6).join(', ')}${labels.length > 6 ? ', …' : ''}), learnt from ${train} queries, tested on ${test}`,
    table.toString(),
    calibrationText(report),
  ].join('\n');
}

function cellsOf(row: VoteRow, note = modelsOf(row)): string[] {
  const { way, accuracy, costUsd, plannedUsd, saved, calls } = row;
  return [
    way,
    `${accuracy.mean.toFixed(4)} ± ${accuracy.stderr.toFixed(4)}`,
    costUsd.toExponential(3),
    plannedUsd.toExponential(3),
    `${(100 * saved).toFixed(1)}%`,
    calls.toFixed(2),
    note,
  ];
}

function modelsOf({ ensembles = [] }: VoteRow): string {
  if (ensembles.length > MOST_ENSEMBLES) return `${ensembles.length} ensembles`;
  return ensembles
    .map(({ models, probability }) => {
      const lines = Array.from({ length: Math.ceil(models.length / MODELS_A_LINE) }, (_, line) =>
        models.slice(line * MODELS_A_LINE, (line + 1) * MODELS_A_LINE).join(', '),
      ).join(',\n');
      return probability === 1 ? lines : `${(100 * probability).toFixed(0)}% ${lines}`;
    })
    .join('\n');
}

/** Tables in a terminal have no room for more. */
const MODELS_A_LINE = 3;
const MOST_ENSEMBLES = 2;

function onlineNote({ lastHalf, utilisation }: OnlineRow): string {
  return `last half ${lastHalf.mean.toFixed(4)} ± ${lastHalf.stderr.toFixed(4)}, spend ${utilisation.mean.toFixed(3)} of the budget`;
}

function calibrationText({ calibration }: VoteReport): string {
  const lines = calibration.map(({ budgetUsd, before, after }) => {
    const curve = after.curve
      .map(({ belief, right, rounds }) => `${belief.toFixed(2)}→${right.toFixed(2)} (${rounds})`)
      .join(' ');
    return `$${budgetUsd}: gap ${before.gap.toFixed(4)} → ${after.gap.toFixed(4)}, Brier ${before.brier.toFixed(4)} → ${after.brier.toFixed(4)}; ${curve}`;
  });
  return [
    'Confidence in the last half of the rounds from nothing, calibrated on the first (confidence→part right (rounds)):',
    ...lines,
  ].join('\n');
}
