import type { PricedPoint } from './price-search.js';

/**
 * The points that no mixture of others beats at their cost: the upper concave envelope of reward over
 * cost, from the cheapest on, as long as more money earns more.
 * @returns places of points, by cost
 */
export function rewardEnvelope(points: readonly PricedPoint[]): number[] {
  const places = [...points.keys()].sort((left, right) => {
    const [one, other] = [at(left), at(right)];
    return one.cost - other.cost || other.reward - one.reward;
  });
  const envelope: number[] = [];
  for (const place of places) {
    const last = envelope.at(-1);
    if (last !== undefined && at(place).reward <= at(last).reward) continue;
    while (envelope.length > 1 && isBelow(envelope.at(-2), envelope.at(-1), place)) envelope.pop();
    envelope.push(place);
  }
  return envelope;

  function at(place: number | undefined): PricedPoint {
    return points[place as number] as PricedPoint;
  }

  /** Whether the middle one lies on or below the line between the others. */
  function isBelow(left: number | undefined, middle: number | undefined, right: number): boolean {
    const [one, two, three] = [at(left), at(middle), at(right)];
    const [toMiddle, toRight] = [two.cost - one.cost, three.cost - one.cost];
    return (two.reward - one.reward) * toRight <= (three.reward - one.reward) * toMiddle;
  }
}
