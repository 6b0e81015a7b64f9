import { Allocation } from './allocation.js';
import type { Ladders } from './ladders.js';
import { repair } from './repair.js';

/** GN: steps of the grid between the ends, in each direction. */
const STEPS = 50;

/**
 * OptLLM's search (arXiv 2405.15130). From the cheapest allocation upwards it is destroyed towards
 * accuracy: queries with the largest gain go to their best choice, whatever that costs, until a step
 * of the grid of values is made. From the most accurate one downwards it is destroyed towards cost:
 * those with the largest saving go to their cheapest. Each is then repaired within what it costs.
 * Each allocation is given as it is found, by no order; some may be dominated.
 */
export function* destroyAndRepair(ladders: Ladders, steps = STEPS): Generator<Allocation> {
  const low = Allocation.cheapest(ladders);
  const high = Allocation.dearest(ladders);
  const gain = (high.value - low.value) / steps;
  const saving = (high.costNano - low.costNano) / steps;
  yield low;
  const rising = Allocation.cheapest(ladders);
  for (let step = 1; step < steps; step += 1) {
    const goal = low.value + step * gain;
    destroy(rising, 'up', () => rising.value >= goal);
    repair(rising, rising.costNano);
    yield new Allocation(ladders, rising.rungs);
  }
  const falling = Allocation.dearest(ladders);
  for (let step = 1; step < steps; step += 1) {
    const goal = high.costNano - step * saving;
    destroy(falling, 'down', () => falling.costNano <= goal);
    repair(falling, falling.costNano);
    yield new Allocation(ladders, falling.rungs);
  }
  yield high;
}

/** Moves queries to an end of their ladders, those that it changes most first, until it is enough. */
function destroy(allocation: Allocation, direction: 'up' | 'down', enough: () => boolean): void {
  const { ladders } = allocation;
  const end = (query: number) =>
    direction === 'up' ? ladders.highest(query) : ladders.lowest(query);
  const change = Float64Array.from(allocation.rungs, (rung, query) => {
    const to = end(query);
    return direction === 'up'
      ? ladders.value(to) - ladders.value(rung)
      : ladders.cost(rung) - ladders.cost(to);
  });
  const order = Uint32Array.from(change.keys()).sort(
    (left, right) => (change[right] as number) - (change[left] as number),
  );
  for (const query of order) {
    if (enough()) return;
    allocation.move(query, end(query));
  }
}
