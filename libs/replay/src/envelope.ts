import type { CombinationFigures } from './hindsight-terms.js';

/** So many points are gathered before those that no mixture needs are dropped. */
const GATHERED = 8_192;

/** The upper concave envelope of points that come one by one: all that a best mixture can be made of. */
export class Envelope {
  private kept: CombinationFigures[] = [];

  add(point: CombinationFigures): void {
    this.kept.push(point);
    if (this.kept.length >= GATHERED) this.kept = envelopeOf(this.kept);
  }

  /** By rising cost and rising reward, from a cheapest point to a most rewarding one. */
  points(): readonly CombinationFigures[] {
    this.kept = envelopeOf(this.kept);
    return this.kept;
  }
}

function envelopeOf(points: readonly CombinationFigures[]): CombinationFigures[] {
  const hull: CombinationFigures[] = [];
  const byCost = points.toSorted((a, b) => a.costNano - b.costNano || b.reward - a.reward);
  for (const point of byCost) {
    const last = hull.at(-1);
    if (last && point.reward <= last.reward) continue;
    while (hull.length > 1 && isBelow(hull.at(-2), hull.at(-1), point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point is on or below the line between the others. */
function isBelow(
  left: CombinationFigures | undefined,
  middle: CombinationFigures | undefined,
  right: CombinationFigures,
): boolean {
  if (!left || !middle) return false;
  return (
    (middle.reward - left.reward) * (right.costNano - left.costNano) <=
    (right.reward - left.reward) * (middle.costNano - left.costNano)
  );
}
