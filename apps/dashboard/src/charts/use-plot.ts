import { useSignalEffect } from '@preact/signals';
import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Ink, isDark } from './ink.js';

/** What uPlot is told but for its size, which is that of its place. */
export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

export interface Plotted {
  /** Of the element that it is drawn into. */
  place: Ref<HTMLDivElement>;
  plot: uPlot | undefined;
}

/**
 * Keeps a plot in its place: as wide as that, drawn anew in dark and light, and given new data without
 * being made anew.
 * @param shape names what the options depend on: another shape is another plot
 */
export function usePlot(
  options: (ink: Ink) => PlotOptions,
  data: uPlot.AlignedData,
  { shape, height }: { shape: string; height: number },
): Plotted {
  const place = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<uPlot>();
  const [dark, setDark] = useState(isDark.peek());
  useSignalEffect(() => setDark(isDark.value));
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = () => ({ width: Math.max(element.clientWidth, 200), height });
    const made = new uPlot({ ...options(new Ink(element)), ...size() }, data, element);
    const watch = new ResizeObserver(() => {
      if (element.clientWidth !== made.width) made.setSize(size());
    });
    watch.observe(element);
    setPlot(made);
    return () => {
      watch.disconnect();
      made.destroy();
      setPlot(undefined);
    };
  }, [shape, height, dark]);
  useEffect(() => {
    if (plot !== undefined && plot.data !== data) plot.setData(data);
  }, [plot, data]);
  return { place, plot };
}
