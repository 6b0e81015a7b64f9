import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { TaskSeries } from '../../api/task-series.js';
import { Chart } from '../../charts/chart.js';
import type { Band, Line } from '../../charts/line.js';
import { score } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { movingReward } from './moving-reward.js';

/** So many rewards make a mean that says something. */
const REWARDS = 100;

const COLOUR = 'var(--good)';
const LINES: Line[] = [
  { name: 'Mean', colour: COLOUR, write: score },
  { name: '95% from', colour: COLOUR, width: 0, write: score },
  { name: 'to', colour: COLOUR, width: 0, write: score },
];
const BANDS: Band[] = [
  { upper: 2, lower: 1, colour: `color-mix(in srgb, ${COLOUR} 20%, transparent)` },
];

/** What a query earns, as it changes. */
export function RewardPanel({
  series,
  scale,
}: {
  series: TaskSeries;
  /** The most that a query can earn. */
  scale: number;
}): JSX.Element {
  const data = useMemo<uPlot.AlignedData>(() => {
    const { at, mean, low, high } = movingReward(series.data, scale, REWARDS);
    return [at, mean, low, high];
  }, [series, scale]);
  const [mean, low, high] = [1, 2, 3].map((line) => data[line]?.at(-1) ?? null);
  return (
    <Panel
      heading="Reward a query"
      note={`Moving mean over the latest ${REWARDS} rewards, with its interval of 95%.`}
    >
      <Chart
        name="Reward a query over time"
        summary={
          mean === null || mean === undefined
            ? 'No query has a reward yet.'
            : `A query earns ${score(mean)}, with 95% from ${score(low ?? 0)} to ${score(high ?? scale)}.`
        }
        data={data}
        lines={LINES}
        bands={BANDS}
        axis="Reward"
        write={(reward) => reward.toFixed(2)}
        range={(_, least, most) => [
          Math.max(0, least - 0.03 * scale),
          Math.min(scale, most + 0.03 * scale),
        ]}
      />
    </Panel>
  );
}
