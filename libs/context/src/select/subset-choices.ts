import { PRICES } from '../spend-curve.js';
import type { SelectPolicySettings } from './select-policy-settings.js';
import type { CallForecast } from './subset-forecaster.js';
import type { SubsetForecast } from './subset-forecast.js';

/** What a query's subset is chosen by, besides the price of money. */
export type ChoiceTerms = Pick<
  SelectPolicySettings,
  'family' | 'sizes' | 'target' | 'latencyTargetMs' | 'rewardPerSecond' | 'usdPerSecond'
> & { readonly size: number };

/** A model is predicted to succeed if its confidence is at least this. */
const SUCCEEDS = 0.5;

interface Worth {
  readonly subset: SubsetForecast;
  /** What it is worth where money has no price. */
  readonly value: number;
  /** What a price of money is paid for: nano-dollars, those of its seconds among them. */
  readonly charge: number;
}

/** The subset that is worth most to a query at every price of money. */
export class SubsetChoices {
  /** What the choice at each price is expected to cost, nano-dollars. */
  readonly costs = new Float64Array(PRICES.length);
  /** Ascending in charge and value. */
  private readonly hull: readonly Worth[];
  private readonly places = new Int32Array(PRICES.length);

  /** @param subsets what is foreseen of those that may be chosen: at least one */
  constructor(subsets: readonly SubsetForecast[], calls: CallForecast, terms: ChoiceTerms) {
    this.hull = hullOf(eligible(subsets, calls, terms).map((one) => worthOf(one, calls, terms)));
    let place = this.hull.length - 1;
    PRICES.forEach((price, at) => {
      while (place > 0 && price >= this.slope(place)) place -= 1;
      this.places[at] = place;
      this.costs[at] = this.worthAt(at).subset.costNano;
    });
  }

  /** @param price by its index */
  at(price: number): SubsetForecast {
    return this.worthAt(price).subset;
  }

  private worthAt(price: number): Worth {
    return this.hull[this.places[price] as number] as Worth;
  }

  /** The price from which on a point is not worth more than the one before it. */
  private slope(place: number): number {
    const [low, high] = [this.hull[place - 1] as Worth, this.hull[place] as Worth];
    return (high.value - low.value) / (high.charge - low.charge);
  }
}

function worthOf(
  subset: SubsetForecast,
  { confidences }: CallForecast,
  { family, target, rewardPerSecond, usdPerSecond }: ChoiceTerms,
): Worth {
  const { members, chance, costNano } = subset;
  const seconds = subset.latencyMs / 1_000;
  const enough = target === 0 ? chance : Math.min(chance, target);
  // The models with most confidence are those whose confidences sum to most.
  const own =
    family === 'priced'
      ? enough
      : members.reduce((sum, member) => sum + (confidences[member] as number), 0);
  return {
    subset,
    value: own - rewardPerSecond * seconds,
    charge: costNano + usdPerSecond * seconds * 1e9,
  };
}

function eligible(
  subsets: readonly SubsetForecast[],
  { confidences }: CallForecast,
  { family, sizes, size, target, latencyTargetMs }: ChoiceTerms,
): readonly SubsetForecast[] {
  const predicted = family === 'predicted-then-top-k' ? succeeding(subsets, confidences) : subsets;
  const largest = Math.max(...predicted.map(({ members }) => members.length));
  const least = sizes === 'fixed' ? Math.min(size, largest) : 1;
  const sized = predicted.filter(
    ({ members }) => members.length >= least && members.length <= size,
  );
  const quick =
    latencyTargetMs === 0 ? sized : sized.filter(({ latencyMs }) => latencyMs <= latencyTargetMs);
  const candidates = quick.length > 0 ? quick : [quickestOf(sized)];
  if (target === 0) return candidates;
  const reaching = candidates.filter(({ chance }) => chance >= target);
  const most = Math.min(...reaching.map(({ members }) => members.length));
  return candidates.filter(({ members }) => members.length <= most);
}

/** Those of models that are predicted to succeed; where there is none, single models. */
function succeeding(
  subsets: readonly SubsetForecast[],
  confidences: Float64Array,
): readonly SubsetForecast[] {
  const predicted = subsets.filter(({ members }) =>
    members.every((member) => (confidences[member] as number) >= SUCCEEDS),
  );
  if (predicted.length > 0) return predicted;
  const least = Math.min(...subsets.map(({ members }) => members.length));
  return subsets.filter(({ members }) => members.length === least);
}

function quickestOf(subsets: readonly SubsetForecast[]): SubsetForecast {
  return subsets.reduce((best, one) => (one.latencyMs < best.latencyMs ? one : best));
}

/** The points that are best at some price: the upper left hull of value over charge. */
function hullOf(points: readonly Worth[]): Worth[] {
  const sorted = points.toSorted(
    (left, right) => left.charge - right.charge || right.value - left.value,
  );
  const hull: Worth[] = [];
  for (const point of sorted) {
    const last = hull.at(-1);
    if (last !== undefined && point.value <= last.value) continue;
    while (hull.length > 1 && isBelow(hull.at(-2) as Worth, hull.at(-1) as Worth, point))
      hull.pop();
    if (hull.at(-1)?.charge === point.charge) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point lies on or under the line through the others. */
function isBelow(low: Worth, middle: Worth, high: Worth): boolean {
  return (
    (middle.value - low.value) * (high.charge - low.charge) <=
    (high.value - low.value) * (middle.charge - low.charge)
  );
}
