import type { ModelId } from '#bandit';
import { UntaughtModelError } from './select-example.js';
import type { SelectTerms } from './select-terms.js';
import type { CallForecast, SubsetForecaster } from './subset-forecaster.js';
import { subsetForecast, subsetForecasts, type SubsetForecast } from './subset-forecast.js';

/** The subset that was chosen for a query, and why. */
export interface Selection extends SubsetForecast {
  /** The weights of the members' votes, above 0, in call order. */
  readonly weights: readonly number[];
}

/** A model is predicted to succeed if its confidence is at least this. */
const SUCCEEDS = 0.5;

/**
 * Chooses the subset of models that is asked.
 * @param calls what is foreseen of every model with the query
 * @param subsets what is foreseen of the subsets with the query, where it was reckoned before
 * @throws {UntaughtModelError} if dollars have a price and a model's cost is unknown
 */
export function select(
  forecaster: SubsetForecaster,
  calls: CallForecast,
  terms: SelectTerms,
  subsets?: readonly SubsetForecast[],
): Selection {
  const chosen =
    terms.way === 'priced'
      ? priced(forecaster, calls, terms, subsets)
      : byConfidence(forecaster, calls, terms);
  const weighted = terms.way === 'weighted-max-confidence' || terms.way === 'priced';
  return {
    ...chosen,
    weights: chosen.members.map((member) => (weighted ? (calls.confidences[member] as number) : 1)),
  };
}

/** The models with most confidence; as many as the target or the latency target asks for. */
function byConfidence(
  forecaster: SubsetForecaster,
  calls: CallForecast,
  { way, size, execution, target, latencyTargetMs }: SelectTerms,
): SubsetForecast {
  const { confidences } = calls;
  const confidence = (member: number) => confidences[member] as number;
  const order = forecaster.models
    .map((_, member) => member)
    .sort((left, other) => confidence(other) - confidence(left) || left - other);
  const positive = order.filter((member) => confidence(member) >= SUCCEEDS);
  const eligible = way === 'labelled-top-k' && positive.length > 0 ? positive : order;
  const most = way === 'labelled-top-k' && positive.length === 0 ? 1 : size;
  const quick =
    latencyTargetMs === null
      ? eligible
      : eligible.filter(
          (member) =>
            subsetForecast(forecaster.chances, [member], calls, 'parallel').latencyMs <=
            latencyTargetMs,
        );
  const picked = (quick.length > 0 ? quick : eligible).slice(0, most);
  const forecast = (count: number) =>
    subsetForecast(forecaster.chances, picked.slice(0, count), calls, execution);
  if (target !== null)
    for (let count = 1; count < picked.length; count += 1) {
      const smaller = forecast(count);
      if (smaller.chance >= target) return smaller;
    }
  return forecast(picked.length);
}

/** The subset whose chance is worth most, less what its time and money are. */
function priced(
  forecaster: SubsetForecaster,
  calls: CallForecast,
  { size, exactly, execution, target, latencyTargetMs, pricePerSecond, pricePerUsd }: SelectTerms,
  subsets: readonly SubsetForecast[] = subsetForecasts(forecaster.chances, calls, execution),
): SubsetForecast {
  if (pricePerUsd > 0) assertCosts(forecaster.models, calls);
  const least = exactly && target === null ? size : 1;
  const all = subsets.filter(({ members }) => members.length >= least && members.length <= size);
  const candidates = withinTime(all, latencyTargetMs);
  const worth = ({ chance, latencyMs, costNano }: SubsetForecast) =>
    chance -
    (pricePerSecond * latencyMs) / 1_000 -
    (pricePerUsd === 0 ? 0 : (pricePerUsd * costNano) / 1e9);
  if (target !== null) {
    const reaching = candidates.filter(({ chance }) => chance >= target);
    const smallest = Math.min(...reaching.map(({ members }) => members.length));
    if (reaching.length > 0)
      return best(
        reaching.filter(({ members }) => members.length === smallest),
        worth,
      );
  }
  return best(candidates, worth);
}

/** Those that are expected to take no longer; where none is, the quickest. */
function withinTime(
  all: readonly SubsetForecast[],
  latencyTargetMs: number | null,
): readonly SubsetForecast[] {
  if (latencyTargetMs === null) return all;
  const quick = all.filter(({ latencyMs }) => latencyMs <= latencyTargetMs);
  return quick.length > 0 ? quick : [best(all, ({ latencyMs }) => -latencyMs)];
}

/** The first of those with most worth. */
function best(
  all: readonly SubsetForecast[],
  worth: (one: SubsetForecast) => number,
): SubsetForecast {
  let found = all[0] as SubsetForecast;
  let most = worth(found);
  for (const one of all) {
    const own = worth(one);
    if (own <= most) continue;
    found = one;
    most = own;
  }
  return found;
}

function assertCosts(models: readonly ModelId[], { costsNano }: CallForecast): void {
  const untaught = models.find((_, member) => Number.isNaN(costsNano[member]));
  if (untaught !== undefined) throw new UntaughtModelError(untaught, 'cost');
}
