import type { CallForecast } from './subset-forecaster.js';
import { ofMembers, type SubsetChances } from './subset-chances.js';
import { subsetMs, untilSuccess, type Execution } from './subset-time.js';

/** What is foreseen of one subset with one query. */
export interface SubsetForecast {
  /** Indices of models, in call order. */
  readonly members: readonly number[];
  /** To succeed, in (0, 1). */
  readonly chance: number;
  readonly latencyMs: number;
  /** Nano-dollars, NaN where the cost of a member is unknown. */
  readonly costNano: number;
}

/** All subsets. @param allows which of them may be chosen, by the indices of their models */
export function subsetForecasts(
  chances: SubsetChances,
  calls: CallForecast,
  execution: Execution,
  allows: (members: readonly number[]) => boolean = () => true,
): SubsetForecast[] {
  const order = callOrder(calls, execution);
  return chances.subsets.flatMap((members, index) =>
    allows(members) ? [forecastOf(chances, index, calls, execution, order)] : [],
  );
}

/** One subset. @param members indices of models, in any order */
export function subsetForecast(
  chances: SubsetChances,
  members: readonly number[],
  calls: CallForecast,
  execution: Execution,
): SubsetForecast {
  const order = callOrder(calls, execution);
  return forecastOf(chances, chances.indexOf(members), calls, execution, order);
}

function forecastOf(
  chances: SubsetChances,
  index: number,
  calls: CallForecast,
  execution: Execution,
  order: readonly number[],
): SubsetForecast {
  const subset = chances.subsets[index] as readonly number[];
  const members = order.filter((member) => subset.includes(member));
  const confidences = ofMembers(calls.confidences, members);
  const costs = ofMembers(calls.costsNano, members);
  return {
    members,
    chance: chances.chance(index, calls.confidences),
    latencyMs: subsetMs(execution, members, confidences, calls.latencies),
    costNano:
      execution === 'cascade'
        ? untilSuccess(costs, confidences)
        : costs.reduce((sum, cost) => sum + cost, 0),
  };
}

/**
 * The order in which models are called: in a cascade by confidence per second, which is the quickest to
 * a success if models are independent; else by confidence.
 */
function callOrder({ confidences, latencies }: CallForecast, execution: Execution): number[] {
  const worth = confidences.map((confidence, model) => {
    if (execution === 'parallel') return confidence;
    const total = latencies.reduce((sum, draw) => sum + (draw[model] as number), 0);
    return confidence / total;
  });
  return Array.from(worth, (_, model) => model).sort(
    (left, other) => (worth[other] as number) - (worth[left] as number) || left - other,
  );
}
