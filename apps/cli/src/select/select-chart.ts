import { extname } from 'node:path';
import { escaped, lineChart, type ChartLine } from '../replay/line-chart.js';
import { writeWhole } from '../replay/written-whole.js';
import type { SelectReport, WayReport } from './select-report.js';

const WIDTH = 960;
const HEIGHT = 480;
const PLOT = { top: 60, left: 80, width: 840, height: 320 };
/** What is drawn: lines of the curve, then the ways that are points on it, as short strokes. */
const CURVES = [
  ['by query', '#4269d0'],
  ['by query, at most so many', '#6cc5b0'],
  ['one subset for all', '#ff725c'],
] as const;
const POINTS = [
  ['(a) most accurate static', '#a463f2'],
  ['(b) quickest about as accurate', '#3ca951'],
  ["the paper's", '#9c6b4e'],
] as const;
/** Half the height of a stroke, in accuracy. */
const STROKE = 0.002;

/** Draws accuracy over latency, at every price of time. @throws {UsageError} if it cannot be written */
export async function drawnSelect(report: SelectReport, plot: string): Promise<void> {
  const svg = selectChart(report);
  const isSvg = extname(plot).toLowerCase() === '.svg';
  writeWhole('--plot', plot, isSvg ? svg : (await import('../replay/drawn-png.js')).drawnPng(svg));
}

function selectChart(report: SelectReport): string {
  const { curve, data, latencyUnit, size } = report;
  const paper = report.ways.find(({ way }) => way === 'max-confidence');
  const lines = [
    ...[
      curve.map(({ chosen }) => chosen),
      curve.map(({ upToSize }) => upToSize),
      curve.map(({ fixed }) => fixed),
    ].map((points, at) => lineOf(CURVES[at] ?? CURVES[0], points)),
    ...[report.mostAccurateStatic, report.quickestStatic, ...(paper ? [paper] : [])].map(
      (way, at) => strokeOf(POINTS[at] ?? POINTS[0], way),
    ),
  ];
  const unit = latencyUnit === 'tokens' ? 'output tokens' : 'milliseconds';
  const title = `${escaped(data.split('/').at(-1) ?? data)}: accuracy over ${unit}, subsets of ${size}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Helvetica, Arial, DejaVu Sans, Liberation Sans, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    lineChart({ title, lines, ...PLOT }),
    ...[...CURVES, ...POINTS].map(([name, color], at) => {
      const [x, y] = [80 + (at % 3) * 280, HEIGHT - 55 + Math.floor(at / 3) * 22];
      return (
        `<rect x="${x}" y="${y}" width="18" height="9" fill="${color}"/>` +
        `<text x="${x + 26}" y="${y + 9}">${escaped(name)}</text>`
      );
    }),
    '</svg>\n',
  ].join('\n');
}

/** From the quickest on. */
function lineOf([name, color]: readonly [string, string], ways: readonly WayReport[]): ChartLine {
  const sorted = ways.toSorted((left, right) => left.latency.mean - right.latency.mean);
  return {
    name,
    color,
    x: sorted.map(({ latency }) => latency.mean),
    y: sorted.map(({ accuracy }) => accuracy.mean),
  };
}

function strokeOf([name, color]: readonly [string, string], way: WayReport): ChartLine {
  const { latency, accuracy } = way;
  return {
    name,
    color,
    x: [latency.mean, latency.mean],
    y: [accuracy.mean - STROKE, accuracy.mean + STROKE],
  };
}
