import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { bottomAxis, leftAxis, logarithmicAxis } from '../../charts/axes.js';
import type { Ink } from '../../charts/ink.js';
import { placeAfter } from '../../charts/use-cursor.js';
import { usePlot, type PlotOptions } from '../../charts/use-plot.js';
import { dollars } from '../../format/dollars.js';
import { percent } from '../../format/numbers.js';
import type { FrontPoint } from './plan.js';

const HEIGHT = 300;
const COST = 'Cost of all queries, $';
/** From so many times the cheapest on, costs stand on a logarithmic axis. */
const WIDE = 15;

/** What came true, where the front said something else. */
export interface CameTrue {
  cost_usd: number;
  accuracy: number;
}

/** A front of cost and accuracy, on which a point is picked by mouse or keyboard. */
export function FrontChart({
  front,
  chosen,
  cameTrue,
  onChoose,
}: {
  front: readonly FrontPoint[];
  chosen: number;
  cameTrue: CameTrue | undefined;
  onChoose: (point: number) => void;
}): JSX.Element {
  const data = useMemo(() => columnsOf(front), [front]);
  const shown = useRef({ chosen, cameTrue });
  shown.current = { chosen, cameTrue };
  const { place, plot } = usePlot((ink) => optionsOf(front, ink, shown), data, {
    shape: `${front.length} ${isWide(front)} ${cameTrue === undefined}`,
    height: HEIGHT,
  });
  useEffect(() => plot?.redraw(false), [plot, chosen, cameTrue?.cost_usd, cameTrue?.accuracy]);
  useEffect(() => {
    const over = plot?.over;
    const pick = (event: PointerEvent): void => {
      if (plot !== undefined && event.buttons === 1) onChoose(nearest(plot, event));
    };
    over?.addEventListener('pointerdown', pick);
    over?.addEventListener('pointermove', pick);
    return () => {
      over?.removeEventListener('pointerdown', pick);
      over?.removeEventListener('pointermove', pick);
    };
  }, [plot, onChoose]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = placeAfter(event.key, chosen, front.length);
    if (to === undefined || to === null) return;
    event.preventDefault();
    onChoose(to);
  };
  return (
    <div
      ref={place}
      class="plot picks"
      role="slider"
      tabIndex={0}
      aria-label={`The front: ${said(front[0])} to ${said(front.at(-1))}`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={front.length - 1}
      aria-valuenow={chosen}
      aria-valuetext={`Point ${chosen + 1} of ${front.length}: ${said(front[chosen])}`}
      style={{ minHeight: `${HEIGHT}px` }}
      onKeyDown={onKeyDown}
    />
  );
}

function said(point: FrontPoint | undefined): string {
  if (point === undefined) return 'nothing';
  return `accuracy ${percent(point.predicted_accuracy)} for ${dollars(point.predicted_cost_usd)}`;
}

function columnsOf(front: readonly FrontPoint[]): uPlot.AlignedData {
  return [
    front.map(({ predicted_cost_usd }) => predicted_cost_usd),
    front.map(({ low }) => low),
    front.map(({ high }) => high),
    front.map(({ predicted_accuracy }) => predicted_accuracy),
  ];
}

function isWide(front: readonly FrontPoint[]): boolean {
  const least = front[0]?.predicted_cost_usd ?? 0;
  return least > 0 && (front.at(-1)?.predicted_cost_usd ?? 0) > WIDE * least;
}

/** The place whose point lies nearest to the pointer. */
function nearest(plot: uPlot, { clientX, clientY }: PointerEvent): number {
  const { left, top } = plot.over.getBoundingClientRect();
  const [costs, , , accuracies = []] = plot.data;
  const distances = [...costs].map((cost, at) =>
    Math.hypot(
      plot.valToPos(cost, 'x') - (clientX - left),
      plot.valToPos(accuracies[at] ?? 0, 'y') - (clientY - top),
    ),
  );
  return distances.indexOf(Math.min(...distances));
}

/** What came true has a place in the chart too, wherever the front ends. */
function costRange(isLogarithmic: boolean, shown: Shown): uPlot.Range.Function {
  return (_, least, most) => {
    const { cost_usd: cost = least } = shown.current.cameTrue ?? {};
    const [from, to] = [Math.min(least, cost), Math.max(most, cost)];
    if (isLogarithmic && from > 0) return [from / 1.15, to * 1.15];
    const margin = 0.02 * (to - from) || to || 1;
    return [from - margin, to + margin];
  };
}

function accuracyRange(shown: Shown): uPlot.Range.Function {
  return (_, least, most) => {
    const { accuracy = least } = shown.current.cameTrue ?? {};
    return [
      Math.max(0, Math.min(least, accuracy) - 0.04),
      Math.min(1.02, Math.max(most, accuracy) + 0.04),
    ];
  };
}

interface Shown {
  current: { chosen: number; cameTrue: CameTrue | undefined };
}

function optionsOf(front: readonly FrontPoint[], ink: Ink, shown: Shown): PlotOptions {
  const accent = ink.of('var(--accent)');
  const ground = ink.of('var(--panel)');
  const good = ink.of('var(--good)');
  const mark = (plot: uPlot): void => {
    const { chosen, cameTrue } = shown.current;
    const point = front[chosen];
    if (point !== undefined)
      dot(plot, point.predicted_cost_usd, point.predicted_accuracy, { fill: accent, line: ground });
    if (cameTrue !== undefined)
      dot(plot, cameTrue.cost_usd, cameTrue.accuracy, { fill: ground, line: good });
  };
  return {
    axes: [
      isWide(front)
        ? logarithmicAxis(ink, `${COST} (logarithmic)`, (usd) => dollars(usd, 1))
        : bottomAxis(ink, COST, dollars),
      leftAxis(ink, 'Accuracy', (value) => percent(value, 0)),
    ],
    bands: [{ series: [2, 1], fill: ink.of('color-mix(in srgb, var(--accent) 14%, transparent)') }],
    legend: { show: false },
    padding: [10, 18, 0, 0],
    scales: {
      x: {
        time: false,
        range: costRange(isWide(front), shown),
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum is in uPlot's types alone
        ...(isWide(front) && { distr: 3 }),
      },
      y: { range: accuracyRange(shown) },
    },
    cursor: { drag: { x: false, y: false }, x: true, y: false, points: { show: false } },
    hooks: { draw: [mark] },
    series: [
      {},
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
      { stroke: accent, width: 2, points: { show: true, size: 5, fill: accent } },
    ],
  };
}

/** A ring around where somebody should look. */
function dot(
  plot: uPlot,
  cost: number,
  accuracy: number,
  { fill, line }: { fill: string; line: string },
): void {
  const { ctx } = plot;
  const radius = 6.5 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.arc(plot.valToPos(cost, 'x', true), plot.valToPos(accuracy, 'y', true), radius, 0, 7);
  ctx.fillStyle = fill;
  ctx.strokeStyle = line;
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}
