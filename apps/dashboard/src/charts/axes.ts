import type uPlot from 'uplot';
import type { Ink } from './ink.js';
import { logarithmicTicks } from './logarithmic-ticks.js';
import { timeTicks } from './time-ticks.js';

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const LABEL_FONT = `600 ${FONT}`;
/** So wide is what an axis from the left to the right says, in pixels. */
const WIDE = 76;
/** What stands between the texts of an axis and its line, in pixels. */
const GAP = 6;

function ruled(ink: Ink): uPlot.Axis {
  const line = { stroke: ink.of('var(--line)'), width: 1 };
  return {
    font: FONT,
    labelFont: LABEL_FONT,
    labelSize: 20,
    labelGap: 2,
    gap: GAP,
    stroke: ink.of('var(--faint)'),
    grid: line,
    ticks: { show: false },
  };
}

/** An axis of time, which needs no name. */
export function timeAxis(ink: Ink): uPlot.Axis {
  return {
    ...ruled(ink),
    grid: { show: false },
    size: 28,
    space: WIDE,
    values: (_, ticks, __, ___, apart) => timeTicks(ticks, apart),
  };
}

/** An axis from the left to the right. */
export function bottomAxis(
  ink: Ink,
  label: string,
  write: (value: number) => string,
  space = WIDE,
): uPlot.Axis {
  return { ...ruled(ink), label, size: 28, space, values: written(write) };
}

/** An axis from the left to the right that is logarithmic: ticks at 1, 2 and 5 of every power of ten. */
export function logarithmicAxis(
  ink: Ink,
  label: string,
  write: (value: number) => string,
): uPlot.Axis {
  return {
    ...bottomAxis(ink, label, write),
    splits: (plot, _, least, most) => logarithmicTicks(least, most, plot.width / WIDE),
    filter: (_, ticks) => ticks,
  };
}

/** An axis from the bottom to the top, as wide as its texts. */
export function leftAxis(ink: Ink, label: string, write: (value: number) => string): uPlot.Axis {
  return {
    ...ruled(ink),
    label,
    space: 36,
    size: (plot, texts) => widthOf(plot, texts),
    values: written(write),
  };
}

function written(write: (value: number) => string): uPlot.Axis.DynamicValues {
  // Alone: a second argument would be taken for its own.
  return (_, ticks) => ticks.map((tick) => write(tick));
}

function widthOf(plot: uPlot, texts: string[] | undefined): number {
  const longest = (texts ?? []).reduce((max, text) => (text.length > max.length ? text : max), '');
  if (longest === '') return GAP;
  plot.ctx.save();
  plot.ctx.font = FONT;
  const width = plot.ctx.measureText(longest).width;
  plot.ctx.restore();
  return Math.ceil(width) + 2 * GAP;
}
