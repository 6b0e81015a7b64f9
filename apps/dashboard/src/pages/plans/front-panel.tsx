import type { JSX } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { NumberField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import { numberOf } from '../../form/written.js';
import { dollars } from '../../format/dollars.js';
import { percent } from '../../format/numbers.js';
import { Facts } from '../../ui/facts.js';
import { Panel } from '../../ui/panel.js';
import { Assignments } from './assignments.js';
import { FrontChart, type CameTrue } from './front-chart.js';
import { placeOfRun, pointsOf, type FrontPoint, type Plan } from './plan.js';
import { bendOf, wishedPoint, type Wish } from './wish.js';

type Limit = 'max_cost_usd' | 'min_accuracy';

/** The front of a plan, the choice of a point, and what that is. */
export function FrontPanel({ plan, onRun }: { plan: Plan; onRun: () => void }): JSX.Element {
  const points = useMemo(() => pointsOf(plan), [plan]);
  const [wish, setWish] = useState<Record<string, number | string>>();
  const [turn, setTurn] = useState(0);
  const wished = placeOf(wish, points);
  const chosen = wished ?? placeOfRun(plan) ?? bendOf(points);
  const asksForPoint = wish === undefined || 'point' in wish;
  const choose = useCallback((point: number) => {
    setWish({ point });
    // What was written no longer says which point it is.
    setTurn((now) => now + 1);
  }, []);
  const point = points[chosen];
  const run = async (): Promise<void> => {
    const body = wish ?? { point: chosen };
    await ask(`/v1/plans/${plan.id}/execute`, { method: 'POST', body });
    // What is run is shown: of a limit, the best of all allocations, which may be none of these points.
    setWish(undefined);
    onRun();
  };
  return (
    <>
      <Panel
        heading="What money buys"
        note="Each point gives the queries to models in another way. The shade is where 95 of 100 such batches end. Pick a point with the mouse or the arrow keys."
      >
        <FrontChart front={points} chosen={chosen} cameTrue={cameTrue(plan)} onChoose={choose} />
        <Key plan={plan} />
        {point !== undefined && <Chosen plan={plan} points={points} place={chosen} point={point} />}
        {plan.status === 'ready' && (
          <Form key={turn} action={asksForPoint ? `Run point ${chosen + 1}` : 'Run it'} send={run}>
            <div class="pair">
              <LimitField limit="max_cost_usd" onWish={setWish} />
              <LimitField limit="min_accuracy" onWish={setWish} />
            </div>
          </Form>
        )}
      </Panel>
      {point !== undefined && (
        <Assignments key={chosen} plan={plan} point={point.point} name={String(chosen + 1)} />
      )}
    </>
  );
}

const LIMITS = {
  max_cost_usd: ['Or: at most so many dollars', 'The most accurate point within it'],
  min_accuracy: ['Or: at least this accuracy', 'From 0 to 1: the cheapest point that has it'],
} as const;

function LimitField({
  limit,
  onWish,
}: {
  limit: Limit;
  onWish: (wish: Record<string, number | string> | undefined) => void;
}): JSX.Element {
  const [label, hint] = LIMITS[limit];
  return (
    <NumberField
      name={limit}
      label={label}
      hint={hint}
      onInput={(text) => {
        const value = numberOf(text.trim());
        onWish(value === undefined ? undefined : { [limit]: value });
      }}
    />
  );
}

/** Undefined where the API will say what is wrong with it. */
function placeOf(
  wish: Record<string, number | string> | undefined,
  front: readonly FrontPoint[],
): number | undefined {
  if (wish === undefined || Object.values(wish).some((value) => typeof value === 'string')) return;
  return wishedPoint(wish as Wish, front)?.point;
}

/** Once all is answered: before that, it is a cost of less than all queries. */
function cameTrue({ execution, status }: Plan): CameTrue | undefined {
  if (execution === null || status !== 'done' || execution.accuracy === null) return undefined;
  return { cost_usd: execution.cost_usd, accuracy: execution.accuracy };
}

function Key({ plan }: { plan: Plan }): JSX.Element {
  return (
    <p class="row hint front-key">
      <span>
        <i class="dot chosen" /> {plan.execution === null ? 'The chosen point' : 'The point shown'}
      </span>
      {cameTrue(plan) !== undefined && (
        <span>
          <i class="dot true" /> What came true
        </span>
      )}
    </p>
  );
}

function Chosen({
  plan,
  points,
  place,
  point,
}: {
  plan: Plan;
  points: readonly FrontPoint[];
  place: number;
  point: FrontPoint;
}): JSX.Element {
  const best = points.at(-1) ?? point;
  const { predicted_accuracy: accuracy, predicted_cost_usd: cost } = point;
  return (
    <Facts
      of={[
        ['Point', `${place + 1} of ${points.length}`],
        ['Expected accuracy', percent(accuracy)],
        ['95% interval', `${percent(point.low)} to ${percent(point.high)}`],
        ['Expected cost', dollars(cost)],
        ['A query', dollars(cost / plan.queries)],
        ['Of the best accuracy', percent(accuracy / best.predicted_accuracy)],
        ['Of its cost', percent(cost / best.predicted_cost_usd)],
      ]}
    />
  );
}
