import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import { leftAxis, timeAxis } from './axes.js';
import type { Ink } from './ink.js';
import { Legend, type Entry } from './legend.js';
import type { Band, Line } from './line.js';
import { useCursor } from './use-cursor.js';
import { usePlot, type PlotOptions } from './use-plot.js';

export interface ChartProps {
  /** What is drawn, for those who don't see it. */
  name: string;
  /** The essence of it in a sentence, for the same. */
  summary: string;
  /** Seconds since 1970, and the values of each line there. */
  data: uPlot.AlignedData;
  lines: readonly Line[];
  bands?: readonly Band[];
  /** What the values are, with their unit. */
  axis: string;
  /** How values are written at the axis. */
  write: (value: number) => string;
  range?: uPlot.Range.Function;
  /** The areas fill the ground between them: no lines, no points. */
  isStack?: boolean;
  height?: number;
}

/**
 * Lines over time. What they are at a moment stands in the legend; the keyboard goes from moment to
 * moment, and screen readers hear each.
 */
export function Chart(props: ChartProps): JSX.Element {
  const { name, summary, data, lines, axis, height = 220 } = props;
  const shape = JSON.stringify([lines, props.bands, axis, props.isStack]);
  const { place, plot } = usePlot((ink) => optionsOf(props, ink), data, { shape, height });
  const cursor = useCursor(plot, data[0].length);
  const at = cursor.at ?? data[0].length - 1;
  const entries = useMemo(() => legendOf(props, at), [lines, data, at]);
  const moment = data[0][at];
  const told = entries.map(({ line, text }) => `${line.name} ${text}`).join(', ');
  return (
    <figure class="chart">
      <Legend
        entries={entries}
        moment={cursor.at === null || moment === undefined ? null : moment * 1_000}
      />
      <div
        ref={place}
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`${name}. ${summary}`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, data[0].length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={
          moment === undefined ? 'nothing' : `${new Date(moment * 1_000).toLocaleString()}: ${told}`
        }
        style={{ minHeight: `${height}px` }}
        {...cursor.listeners}
      />
    </figure>
  );
}

function legendOf({ lines, data, isStack = false }: ChartProps, at: number): Entry[] {
  return lines.flatMap((line, place) => {
    if (line.isSilent) return [];
    const top = data[place + 1]?.[at];
    const below = isStack && place > 0 ? (data[place]?.[at] ?? 0) : 0;
    return [{ line, text: top === null || top === undefined ? '–' : line.write(top - below) }];
  });
}

function optionsOf(props: ChartProps, ink: Ink): PlotOptions {
  const { lines, bands = [], axis, write, range, isStack = false } = props;
  const axes = [timeAxis(ink), leftAxis(ink, axis, write)];
  const fills = isStack
    ? lines.slice(1).map(({ colour, hatching = 'plain' }, at) => ({
        series: [at + 2, at + 1] as [number, number],
        fill: ink.hatched(colour, hatching) as string,
      }))
    : bands.map(({ upper, lower, colour }) => ({
        series: [upper + 1, lower + 1] as [number, number],
        fill: ink.of(colour),
      }));
  return {
    axes,
    bands: fills,
    legend: { show: false },
    padding: [8, 28, 0, 0],
    scales: { x: { time: true }, y: range ? { range } : {} },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { show: !isStack } },
    series: [{}, ...lines.map((line, place) => seriesOf(line, ink, isStack && place === 0))],
  };

  function seriesOf(line: Line, at: Ink, isLowest: boolean): uPlot.Series {
    const { colour, dash = [], width = 2, hatching = 'plain', isFilled = false } = line;
    const series: uPlot.Series = {
      stroke: isStack ? at.of('var(--panel)') : at.of(colour),
      width: isStack ? 1 : width,
      dash: [...dash],
      points: { show: false },
      spanGaps: true,
    };
    if (isLowest) series.fill = at.hatched(colour, hatching);
    else if (isFilled) series.fill = at.of(`color-mix(in srgb, ${colour} 16%, transparent)`);
    return series;
  }
}
