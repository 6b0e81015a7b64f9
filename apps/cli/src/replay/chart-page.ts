import type { CurveErrors, CurvePoint } from '#replay';
import { escaped, lineChart, type ChartLine } from './line-chart.js';
import type { PlayedReplay, ReportedRun } from './run-report.js';

const COLORS = [
  '#4269d0',
  '#ff725c',
  '#3ca951',
  '#a463f2',
  '#9c6b4e',
  '#6cc5b0',
  '#ff8ab7',
  '#97bbf5',
];
/** Steps of hue, in degrees, that keep many colours apart. */
const GOLDEN_ANGLE = 137;
/** Half the width of a band of 95%, in standard errors. */
const BAND = 1.96;
const WIDTH = 960;
const CHART = { left: 80, width: 840, height: 200 };
const PITCH = 270;
const LEGEND_LINE = 18;

/**
 * A replay as an SVG page of three charts: the mean reward so far with the best mixture in hindsight
 * (dashed), the mean spend so far in parts of the budget, and the regret so far. Bands are of 95%.
 */
export function chartPage({ report, errors }: PlayedReplay): string {
  const { runs } = report;
  const legendTop = 40 + 3 * PITCH;
  const height = legendTop + (runs.length + 2) * LEGEND_LINE;
  const charts = [
    ['Reward a query', rewardLines(runs, errors)],
    ['Spend over the budget (1 is the budget)', spendLines(runs, errors)],
    ['Regret against the best mixture', regretLines(runs, errors)],
  ] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="Helvetica, Arial, DejaVu Sans, Liberation Sans, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="80" y="20">${escaped(titleOf(report))}</text>`,
    ...charts.map(([title, lines], at) =>
      lineChart({ title, lines, top: 60 + at * PITCH, ...CHART }),
    ),
    ...runs.map((run, at) => legend(run, at, legendTop + at * LEGEND_LINE)),
    `<text x="80" y="${legendTop + runs.length * LEGEND_LINE}" fill="#666">Over rounds. Bands: 95% over seeds. Dashed: the best mixture in hindsight.</text>`,
    '</svg>\n',
  ].join('\n');
}

function titleOf({ data, reward, charge, size, runs }: PlayedReplay['report']): string {
  const { seeds = 0 } = runs[0] ?? {};
  return `${data.split('/').at(-1) ?? data}: ${reward} of ${size} (${charge}), ${seeds} seeds`;
}

function rewardLines(runs: readonly ReportedRun[], errors: readonly CurveErrors[]): ChartLine[] {
  const best = runs.map(({ bestMixture, curve }, at): ChartLine => {
    const x = curve.map(({ round }) => round);
    const y = curve.map(() => bestMixture.reward);
    return { name: '', color: colorOf(at), x, y, dashed: true };
  });
  const band = (at: number) => errors[at]?.reward ?? [];
  return [...best, ...linesOf(runs, (point) => point.reward, band)];
}

function spendLines(runs: readonly ReportedRun[], errors: readonly CurveErrors[]): ChartLine[] {
  return linesOf(
    runs,
    (point) => 1 + point.violation,
    (at, { budgetUsd }) => (errors[at]?.costUsd ?? []).map((error) => error / budgetUsd),
  );
}

function regretLines(runs: readonly ReportedRun[], errors: readonly CurveErrors[]): ChartLine[] {
  return linesOf(
    runs,
    (point) => point.regret,
    (at) => errors[at]?.regret ?? [],
  );
}

function linesOf(
  runs: readonly ReportedRun[],
  value: (point: CurvePoint) => number,
  errorsOf: (at: number, run: ReportedRun) => readonly number[],
): ChartLine[] {
  return runs.map((run, at) => ({
    name: run.policy,
    color: colorOf(at),
    x: run.curve.map(({ round }) => round),
    y: run.curve.map(value),
    band: errorsOf(at, run).map((error) => BAND * error),
  }));
}

function legend({ policy, budgetUsd }: ReportedRun, at: number, top: number): string {
  return (
    `<rect x="80" y="${top - 9}" width="18" height="9" fill="${colorOf(at)}"/>` +
    `<text x="106" y="${top}">${escaped(policy)} within $${budgetUsd} a query</text>`
  );
}

function colorOf(at: number): string {
  return COLORS[at] ?? `hsl(${(at * GOLDEN_ANGLE) % 360}, 60%, 40%)`;
}
