import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { CostRewardMap } from '../../api/cost-reward-map.js';
import { leftAxis, logarithmicAxis } from '../../charts/axes.js';
import type { Ink } from '../../charts/ink.js';
import { Pen } from '../../charts/pen.js';
import { placeAfter } from '../../charts/use-cursor.js';
import { usePlot, type PlotOptions } from '../../charts/use-plot.js';
import { dollars } from '../../format/dollars.js';
import { drawMap, type MapMarks } from './map-marks.js';
import { nearest } from './nearest.js';

const HEIGHT = 380;
/** uPlot declares its kinds of scale as a constant enum, of which nothing is left at run time. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const LOGARITHMIC = 3 as uPlot.Scale.Distr.Logarithmic;
/** Pixels from which a point is still meant. */
const REACH = 24;

/** Every combination as a point: what it is believed to earn against what it costs. */
export function MapChart({
  marks,
  summary,
  told,
  onLook,
  onPick,
}: {
  marks: MapMarks;
  summary: string;
  /** What is looked at, in words. */
  told: string;
  onLook: (place: number | null) => void;
  /** A budget is chosen on the map itself. */
  onPick: (usd: number) => void;
}): JSX.Element {
  const { map } = marks;
  const latest = useRef(marks);
  latest.current = marks;
  const acts = useRef({ onLook, onPick });
  acts.current = { onLook, onPick };
  const data = useMemo(() => dataOf(map), [map]);
  const { place, plot } = usePlot((ink) => optionsOf(ink, latest), data, {
    shape: 'map',
    height: HEIGHT,
  });
  useEffect(() => plot?.redraw(false, false), [plot, marks]);
  useEffect(() => (plot === undefined ? undefined : followMouse(plot, latest, acts)), [plot]);
  const corner = map.envelope.indexOf(marks.lookedAt ?? -1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const looked = map.points[marks.lookedAt ?? -1];
    if (event.key === 'Enter' && looked !== undefined) onPick(looked.cost_usd);
    const to = placeAfter(event.key, corner, map.envelope.length);
    if (to === undefined) return;
    event.preventDefault();
    onLook(to === null ? null : (map.envelope[to] ?? null));
  };
  return (
    <div
      ref={place}
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={`Cost-reward map. ${summary} The arrow keys go along the envelope, Enter asks what its cost as a budget would bring.`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, map.envelope.length - 1)}
      aria-valuenow={Math.max(0, corner)}
      aria-valuetext={told}
      style={{ minHeight: `${HEIGHT}px` }}
      onKeyDown={onKeyDown}
      onBlur={() => onLook(null)}
    />
  );
}

function dataOf({
  points,
  mixture,
  budget_usd_per_query: budget,
}: CostRewardMap): uPlot.AlignedData {
  const all = [
    ...points.map(({ cost_usd: cost, reward }) => [cost, reward] as const),
    [mixture.cost_usd, mixture.reward] as const,
    [budget, null] as const,
  ].sort(([one], [other]) => one - other);
  return [all.map(([cost]) => cost), all.map(([, reward]) => reward)];
}

function optionsOf(ink: Ink, latest: { current: MapMarks }): PlotOptions {
  return {
    axes: [
      logarithmicAxis(ink, 'Expected cost, $ a query (logarithmic)', (usd) => dollars(usd, 1)),
      leftAxis(ink, 'Estimated reward a query', (reward) => reward.toFixed(2)),
    ],
    legend: { show: false },
    padding: [12, 16, 0, 0],
    scales: {
      x: {
        time: false,
        distr: LOGARITHMIC,
        range: (_, least, most) => [least / 1.15, most * 1.15],
      },
      y: { range: (_, least, most) => uPlot.rangeNum(least, most, 0.08, false) },
    },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [
        (plot) => {
          const pen = new Pen(plot, ink);
          pen.within(() => drawMap(pen, latest.current));
        },
      ],
    },
  };
}

interface Acts {
  current: { onLook: (place: number | null) => void; onPick: (usd: number) => void };
}

function followMouse(plot: uPlot, marks: { current: MapMarks }, acts: Acts): () => void {
  const { over } = plot;
  const look = ({ offsetX, offsetY }: MouseEvent): void => {
    const places = marks.current.map.points.map(({ cost_usd: cost, reward }) => ({
      x: plot.valToPos(cost, 'x'),
      y: plot.valToPos(reward, 'y'),
    }));
    const place = nearest(places, { x: offsetX, y: offsetY }, REACH);
    if (place !== marks.current.lookedAt) acts.current.onLook(place);
  };
  const leave = (): void => acts.current.onLook(null);
  const pick = ({ offsetX }: MouseEvent): void => acts.current.onPick(plot.posToVal(offsetX, 'x'));
  over.addEventListener('mousemove', look);
  over.addEventListener('mouseleave', leave);
  over.addEventListener('click', pick);
  return () => {
    over.removeEventListener('mousemove', look);
    over.removeEventListener('mouseleave', leave);
    over.removeEventListener('click', pick);
  };
}
