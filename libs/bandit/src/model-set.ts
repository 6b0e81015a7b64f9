import { alone, mixed, type PricedPoint, type Support } from './price-search.js';

/** A set of models, by ascending index, and what it earns and costs. */
export interface ModelSet extends PricedPoint {
  readonly members: readonly number[];
}

/**
 * Two neighbouring sets, one exchange of models apart, whose costs enclose the budget: found on the
 * way from the low set of a support to its high one. Where all sets on the way are equally good at
 * the support's price of money, as in a linear program, their mixture is as good as the support's and
 * has at most two fractional models.
 * @param setOf values a set of models
 */
export function neighboursWithin(
  { low, high, share }: Support<ModelSet>,
  budget: number,
  setOf: (members: readonly number[]) => ModelSet,
): Support<ModelSet> {
  if (share === 0) return alone(low);
  const leaving = low.members.filter((model) => !high.members.includes(model));
  const joining = high.members.filter((model) => !low.members.includes(model));
  let within = low;
  for (let step = 0; step < Math.max(leaving.length, joining.length); step += 1) {
    const next = setOf(exchanged(within.members, leaving[step], joining[step]));
    if (next.cost > budget) return mixed(within, next, budget);
    within = next;
  }
  return alone(within);
}

function exchanged(
  members: readonly number[],
  leaving: number | undefined,
  joining: number | undefined,
): number[] {
  const rest = members.filter((model) => model !== leaving);
  if (joining !== undefined) rest.push(joining);
  return rest.sort((left, right) => left - right);
}

/** The selection fractions of a mixture of two sets. */
export function fractionsOf({ low, high, share }: Support<ModelSet>, models: number): Float64Array {
  const fractions = new Float64Array(models);
  for (const model of low.members) fractions[model] = 1 - share;
  for (const model of high.members) {
    fractions[model] = low.members.includes(model) ? 1 : share;
  }
  return fractions;
}
