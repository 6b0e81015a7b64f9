import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { CostRewardMap } from '../../api/cost-reward-map.js';
import { dollars } from '../../format/dollars.js';
import { score } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { useKept } from '../../ui/use-kept.js';
import { BudgetSlider } from './budget-slider.js';
import { mixtureAt } from './envelope.js';
import { LookedAt } from './looked-at.js';
import { MapChart } from './map-chart.js';
import { MapKey } from './map-key.js';
import { SetBudget } from './set-budget.js';
import { useWhatIf } from './use-what-if.js';
import { WhatIfTable } from './what-if-table.js';

const NOTE =
  'Why these models: every combination by what it is believed to earn and to cost. The mixture that is ' +
  'drawn lies where the envelope meets the budget, or beside it while the pacer makes up for what was ' +
  'over- or underspent.';

/** The cost-reward map with its slider: what more money, or less, would buy. */
export function MapPanel(props: {
  task: string;
  turn: number;
  isEstimable: boolean;
  onSet: () => void;
}): JSX.Element {
  const path = `/admin/v1/tasks/${encodeURIComponent(props.task)}/map`;
  const { body: map, error, again } = useKept<CostRewardMap>(path, () => path, props.turn);
  return (
    <Panel heading="Cost-reward map" note={NOTE}>
      {map === undefined && error === undefined && <Loading what="the map" />}
      {map === undefined && error !== undefined && <Broken error={error} again={again} />}
      {map?.points.length === 0 && <Empty>No combination of its models is possible.</Empty>}
      {map !== undefined && map.points.length > 0 && <Drawn {...props} map={map} />}
    </Panel>
  );
}

function Drawn({
  task,
  map,
  turn,
  isEstimable,
  onSet,
}: {
  task: string;
  map: CostRewardMap;
  turn: number;
  /** Whether its log says what another budget would have brought. */
  isEstimable: boolean;
  onSet: () => void;
}): JSX.Element {
  const own = map.budget_usd_per_query;
  const [chosen, setChosen] = useState<number | null>(null);
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  const budgetUsd = chosen ?? own;
  const asked = useWhatIf(isEstimable ? task : null, budgetUsd, turn);
  const marks = useMemo(
    () => ({ map, budgetUsd, asked: mixtureAt(map, budgetUsd), lookedAt }),
    [map, budgetUsd, lookedAt],
  );
  const [least, most] = endsOf(map, budgetUsd);
  const looked = lookedAt === null ? null : (map.points[lookedAt] ?? null);
  return (
    <div class="map">
      <div>
        <MapKey />
        <MapChart
          marks={marks}
          summary={summaryOf(map)}
          told={
            looked === null
              ? summaryOf(map)
              : `${looked.models.join(' and ')}: reward ${score(looked.reward)}, cost ${dollars(looked.cost_usd)}`
          }
          onLook={setLookedAt}
          onPick={(usd) => setChosen(Number(usd.toPrecision(3)))}
        />
        <LookedAt map={map} looked={looked} />
      </div>
      <div class="aside">
        <h3>What if the budget were another?</h3>
        <BudgetSlider budgetUsd={budgetUsd} leastUsd={least} mostUsd={most} onChange={setChosen} />
        <WhatIfTable believed={marks.asked} asked={asked} />
        <div class="row">
          <SetBudget
            task={task}
            budgetUsd={budgetUsd}
            isCurrent={budgetUsd === own}
            onSet={onSet}
          />
        </div>
        {budgetUsd !== own && (
          <button type="button" class="quiet" onClick={() => setChosen(null)}>
            Back to {dollars(own)}
          </button>
        )}
      </div>
    </div>
  );
}

/** The slider goes from the cheapest combination to the dearest that is worth its money. */
function endsOf({ points, envelope, budget_usd_per_query: own }: CostRewardMap, asked: number) {
  const corners = envelope.map((place) => points[place]?.cost_usd ?? own);
  const all = [own, asked, ...corners].filter((usd) => usd > 0);
  return [Math.min(...all), Math.max(...all)] as const;
}

function summaryOf({ points, mixture, budget_usd_per_query: budget }: CostRewardMap): string {
  return (
    `${points.length} combinations. At the budget of ${dollars(budget)} a query the mixture is ` +
    `believed to earn ${score(mixture.reward)} for ${dollars(mixture.cost_usd)}.`
  );
}
