import { extname } from 'node:path';
import { assertDrawable } from '../replay/draw-report.js';
import { escaped, lineChart, type ChartLine } from '../replay/line-chart.js';
import { writeWhole } from '../replay/written-whole.js';
import type { PlanReport } from './plan-report.js';

const WIDTH = 960;
const HEIGHT = 480;
const PLOT = { top: 60, left: 80, width: 840, height: 320 };
const LINES = [
  ['foreseen, with 95% intervals', '#4269d0'],
  ['came true', '#ff725c'],
  ['the true front', '#3ca951'],
  ['the best single model', '#a463f2'],
] as const;

/** @throws {UsageError} for a file that is no .svg or .png, or cannot be written */
export function assertPlanDrawable(plot: string | null): Promise<void> {
  return assertDrawable({ plot });
}

/** Draws the front up to where it rises no more. @throws {UsageError} if the file cannot be written */
export async function drawnPlan(report: PlanReport, data: string, plot: string): Promise<void> {
  const svg = planChart(report, data);
  const isSvg = extname(plot).toLowerCase() === '.svg';
  writeWhole('--plot', plot, isSvg ? svg : (await import('../replay/drawn-png.js')).drawnPng(svg));
}

function planChart({ front, trueFront, bestSingle }: PlanReport, data: string): string {
  const dearest = 2 * bestSingle.costUsd;
  const shown = front.filter(({ costUsd }) => costUsd <= dearest);
  const line = (at: 0 | 1 | 2 | 3, x: number[], y: number[], band?: number[]): ChartLine => ({
    name: LINES[at][0],
    color: LINES[at][1],
    x,
    y,
    ...(band && { band }),
  });
  const lines = [
    line(
      0,
      shown.map((point) => point.predictedCostUsd),
      shown.map((point) => point.predictedAccuracy),
      shown.map(({ low, high }) => (high - low) / 2),
    ),
    line(
      1,
      shown.map((point) => point.costUsd),
      shown.map((point) => point.accuracy),
    ),
    line(
      2,
      trueFront.map((point) => point.costUsd),
      trueFront.map((point) => point.accuracy),
    ),
    line(
      3,
      [bestSingle.costUsd, bestSingle.costUsd],
      [0.95, 1.05].map((f) => f * bestSingle.accuracy),
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Helvetica, Arial, DejaVu Sans, Liberation Sans, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    lineChart({
      title: `${escaped(data.split('/').at(-1) ?? data)}: accuracy over dollars of the batch`,
      lines,
      ...PLOT,
    }),
    ...LINES.map(
      ([name, color], at) =>
        `<rect x="${80 + at * 210}" y="${HEIGHT - 50}" width="18" height="9" fill="${color}"/>` +
        `<text x="${106 + at * 210}" y="${HEIGHT - 41}">${escaped(name)}</text>`,
    ),
    '</svg>\n',
  ].join('\n');
}
