/** A line with a band around it. */
export interface ChartLine {
  readonly name: string;
  readonly color: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Half the width of the band at each point; none without. */
  readonly band?: readonly number[];
  readonly dashed?: boolean;
}

/** One chart, and where it stands on the page: pixels. */
export interface Chart {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** About so many marks on an axis. */
const MARKS = 5;

/** A line chart as an SVG group. */
export function lineChart(chart: Chart): string {
  const xs = chart.lines.flatMap(({ x }) => x);
  const ys = chart.lines.flatMap(({ y, band }) =>
    y.flatMap((value, at) => [value - (band?.[at] ?? 0), value + (band?.[at] ?? 0)]),
  );
  const xMarks = marksOf(0, most(xs));
  const yMarks = marksOf(least(ys), most(ys));
  const scale = scaleOf(chart, xMarks, yMarks);
  return [
    `<text x="${chart.left}" y="${chart.top - 10}" font-weight="bold">${escaped(chart.title)}</text>`,
    ...xMarks.map((mark) => xMark(chart, scale, mark)),
    ...yMarks.map((mark) => yMark(chart, scale, mark)),
    ...chart.lines.map((line) => bandOf(line, scale)),
    ...chart.lines.map((line) => pathOf(line, scale)),
  ].join('\n');
}

function scaleOf(
  { left, top, width, height }: Chart,
  xMarks: readonly number[],
  yMarks: readonly number[],
): Scale {
  const [x0, x1] = [xMarks[0] ?? 0, xMarks.at(-1) ?? 1];
  const [y0, y1] = [yMarks[0] ?? 0, yMarks.at(-1) ?? 1];
  return {
    x: (value) => left + ((value - x0) / (x1 - x0)) * width,
    y: (value) => top + height - ((value - y0) / (y1 - y0)) * height,
  };
}

/** Round numbers that enclose the range, evenly spaced. */
function marksOf(from: number, to: number): number[] {
  const span = to > from ? to - from : Math.abs(to) || 1;
  const rough = span / MARKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
  const first = Math.floor(from / step);
  const count = Math.max(1, Math.ceil(to / step) - first);
  return Array.from({ length: count + 1 }, (_, at) => (first + at) * step);
}

function xMark({ top, height }: Chart, { x }: Scale, mark: number): string {
  const at = x(mark).toFixed(1);
  return `<text x="${at}" y="${top + height + 16}" text-anchor="middle" fill="#666">${labelOf(mark)}</text>`;
}

function yMark({ left, width }: Chart, { y }: Scale, mark: number): string {
  const at = y(mark).toFixed(1);
  return (
    `<line x1="${left}" x2="${left + width}" y1="${at}" y2="${at}" stroke="#ddd"/>` +
    `<text x="${left - 6}" y="${at}" dy="4" text-anchor="end" fill="#666">${labelOf(mark)}</text>`
  );
}

function bandOf({ x, y, band, color }: ChartLine, scale: Scale): string {
  if (!band) return '';
  const edge = (sign: number) =>
    x.map((value, at) => point(scale, value, (y[at] ?? 0) + sign * (band[at] ?? 0)));
  const outline = [...edge(1), ...edge(-1).reverse()].join(' ');
  return `<polygon points="${outline}" fill="${color}" fill-opacity="0.15"/>`;
}

function pathOf({ x, y, color, dashed }: ChartLine, scale: Scale): string {
  const points = x.map((value, at) => point(scale, value, y[at] ?? 0)).join(' ');
  const dashes = dashed ? ' stroke-dasharray="5 4"' : '';
  return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"${dashes}/>`;
}

function point({ x, y }: Scale, atX: number, atY: number): string {
  return `${x(atX).toFixed(1)},${y(atY).toFixed(1)}`;
}

function labelOf(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });
}

/** Text that is safe within SVG. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function least(values: readonly number[]): number {
  return values.reduce((best, value) => Math.min(best, value), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((best, value) => Math.max(best, value), -Infinity);
}
