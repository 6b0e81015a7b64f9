import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { TaskSeries } from '../../api/task-series.js';
import { Chart } from '../../charts/chart.js';
import type { Line } from '../../charts/line.js';
import { percent } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { spendOf } from './spend.js';

const write = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)}`;
/** So much is shown at least, so that little looks like little. */
const LEAST = 0.05;

const LINES: Line[] = [
  { name: 'Violation', colour: 'var(--accent)', write, isFilled: true },
  { name: 'Budget', colour: 'var(--text)', dash: [5, 4], width: 1, write, isSilent: true },
];

/** How far the mean cost is off the budget. */
export function ViolationPanel({ series }: { series: TaskSeries }): JSX.Element {
  const data = useMemo<uPlot.AlignedData>(() => {
    const { at, violation } = spendOf(series);
    return [at, violation, at.map(() => 0)];
  }, [series]);
  const last = data[1]?.at(-1) ?? 0;
  return (
    <Panel
      heading="Violation"
      note="Mean cost a query over the budget, less one: above 0 is overspent, below 0 is left over."
    >
      <Chart
        name="Signed violation of the budget over time"
        summary={`Spending is ${percent(Math.abs(last))} ${last > 0 ? 'over' : 'under'} the budget.`}
        data={data}
        lines={LINES}
        axis="% of the budget"
        write={(share) => write(Number(share.toPrecision(12))).replace('.0%', '%')}
        range={(_, least, most) => {
          const [low, high] = uPlot.rangeNum(
            Math.min(least, -LEAST),
            Math.max(most, LEAST),
            0.08,
            false,
          );
          return [low ?? -LEAST, high ?? LEAST];
        }}
      />
    </Panel>
  );
}
