import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { CombinationsSeries, ModelsSeries } from '../../api/task-series.js';
import { modelColours } from '../../charts/all-models.js';
import { Chart } from '../../charts/chart.js';
import type { Line } from '../../charts/line.js';
import { markAt, OTHERS_MARK, type Mark } from '../../charts/model-colours.js';
import { percent } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { Segments } from '../../ui/segments.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { useKept } from '../../ui/use-kept.js';
import { OTHERS, sharesOf, type Choice } from './shares.js';
import { queryOf, type Span } from './span.js';

type Of = 'models' | 'combinations';

const NOTES: Record<Of, string> = {
  models: 'Of all choices of a model, by when the query came.',
  combinations: 'Of all rounds, by the combination that was drawn.',
};

/** How much each model, or each combination, is chosen. */
export function SharesPanel({
  task,
  span,
  turn,
}: {
  task: string;
  span: Span;
  turn: number;
}): JSX.Element {
  const [of, setOf] = useState<Of>('models');
  const path = `/admin/v1/tasks/${encodeURIComponent(task)}/series/${of}`;
  const loaded = useKept<ModelsSeries | CombinationsSeries>(
    `${path} ${span.key}`,
    () => `${path}?${queryOf(span, Date.now())}`,
    turn,
  );
  const switchOf = (
    <Segments
      label="Shares of"
      options={[
        ['models', 'Models'],
        ['combinations', 'Combinations'],
      ]}
      value={of}
      onChange={setOf}
    />
  );
  return (
    <Panel heading="Who is asked" note={NOTES[of]} actions={switchOf}>
      {loaded.error !== undefined && loaded.body === undefined ? (
        <Broken error={loaded.error} again={loaded.again} />
      ) : loaded.body === undefined ? (
        <Loading what="shares" />
      ) : (
        <Shares key={of} of={of} series={loaded.body} />
      )}
    </Panel>
  );
}

function Shares({
  of,
  series,
}: {
  of: Of;
  series: ModelsSeries | CombinationsSeries;
}): JSX.Element {
  const colours = modelColours.value;
  const { at, shares, tops } = useMemo(
    () => sharesOf(choicesOf(series), series.step_seconds),
    [series],
  );
  const data = useMemo<uPlot.AlignedData>(() => [at, ...tops], [at, tops]);
  const lines = useMemo<Line[]>(() => {
    const names = shares.map(({ name }) => name).toSorted();
    return shares.map(({ name }) => ({
      ...markOf(name, names.indexOf(name)),
      name,
      write: (share) => percent(share, 0),
    }));

    function markOf(name: string, place: number): Mark {
      if (name === OTHERS) return OTHERS_MARK;
      return of === 'models' ? colours.of(name) : markAt(place);
    }
  }, [shares, colours, of]);
  if (at.length === 0) return <Empty>Nobody was asked in this span of time.</Empty>;
  const last = shares.map(({ name }, place) => {
    const below = place === 0 ? 0 : (tops[place - 1]?.at(-1) ?? 0);
    return `${name} ${percent((tops[place]?.at(-1) ?? 0) - below, 0)}`;
  });
  return (
    <Chart
      name={`Shares of ${of} over time, stacked`}
      summary={`The latest: ${last.join(', ')}.`}
      data={data}
      lines={lines}
      axis="Share"
      write={(share) => percent(share, 0)}
      range={() => [0, 1]}
      isStack
    />
  );
}

function choicesOf(series: ModelsSeries | CombinationsSeries): Choice[] {
  return series.data.map((row) =>
    'model' in row
      ? { at: row.at, name: row.model, count: row.chosen }
      : {
          at: row.at,
          name: row.models.length === 0 ? OTHERS : row.models.join(' + '),
          count: row.rounds,
        },
  );
}
