import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TaskSeries } from '../../api/task-series.js';
import { Chart } from '../../charts/chart.js';
import type { Line } from '../../charts/line.js';
import { dollars } from '../../format/dollars.js';
import { Panel } from '../../ui/panel.js';
import { CapList } from './cap-list.js';
import { spendOf } from './spend.js';

/** A cap is drawn if it is within so many times of what the chart shows anyway. */
const REACH = 1.5;

const write = (usd: number): string => dollars(usd, 3);

/** What was spent in all, beside what the rounds were allowed: rho times t. */
export function SpendPanel({ series }: { series: TaskSeries }): JSX.Element {
  const { data, lines } = useMemo(() => drawn(series), [series]);
  const spend = data[1].at(-1) ?? 0;
  const allowed = data[2].at(-1) ?? 0;
  return (
    <Panel
      heading="Spent against the budget"
      note={`All rounds so far; the budget is ${dollars(series.budget_usd_per_query)} a query times the rounds.`}
    >
      <Chart
        name="Cumulative spend and budget over time"
        summary={`${write(spend)} are spent of ${write(allowed)} that the rounds so far were allowed; ${write(series.reserved_usd)} are reserved.`}
        data={data}
        lines={lines}
        bands={[{ upper: 2, lower: 0, colour: RESERVED }]}
        axis="Dollars in all"
        write={(usd) => dollars(usd)}
        range={(_, __, most) => [0, most * 1.08 || 1e-6]}
      />
      <CapList caps={series.caps} />
    </Panel>
  );
}

const RESERVED = 'color-mix(in srgb, var(--accent) 22%, transparent)';

function drawn(series: TaskSeries): {
  data: [number[], number[], number[], number[], ...number[][]];
  lines: Line[];
} {
  const { at, spentUsd, allowedUsd } = spendOf(series);
  const now = spentUsd.at(-1) ?? 0;
  // What is reserved now could all be spent: it lies on top of what is.
  const reserved = spentUsd.map((usd, place) =>
    place === spentUsd.length - 1 ? usd + series.reserved_usd : usd,
  );
  const highest = Math.max(allowedUsd.at(-1) ?? 0, now + series.reserved_usd);
  const caps = series.caps
    .map((cap) => ({ ...cap, level: now + cap.limit_usd - cap.spent_usd }))
    .filter(({ level }) => level > 0 && level <= REACH * highest);
  return {
    data: [at, spentUsd, allowedUsd, reserved, ...caps.map(({ level }) => at.map(() => level))],
    lines: [
      { name: 'Spent', colour: 'var(--accent)', write },
      { name: 'Budget × rounds', colour: 'var(--text)', dash: [5, 4], width: 1.5, write },
      {
        name: 'Spent and reserved',
        colour: 'var(--accent)',
        width: series.reserved_usd > 0 ? 1 : 0,
        dash: [2, 2],
        write,
      },
      ...caps.map(({ period }) => ({
        name: `Cap of the ${period}`,
        colour: 'var(--bad)',
        dash: [8, 3],
        width: 1.5,
        write,
      })),
    ],
  };
}
