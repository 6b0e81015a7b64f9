import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { Ladders } from '#allocation';
import { nsgaTwo } from './nsga-ii.js';

describe('NSGA-II', () => {
  it('closes in on the front of a small batch', () => {
    const ladders = new Ladders();
    for (let query = 0; query < 8; query += 1)
      ladders.add(Float64Array.of(0, 1), Float64Array.of(1, 2 + query));
    const found = nsgaTwo(ladders, randomOf(1), (generation) => generation > 60);
    // The best of every size of a set is that of its cheapest queries.
    for (let count = 0; count <= 8; count += 1) {
      const costNano = 8 + (count * (count + 1)) / 2;
      expect(found.map(({ value, costNano: cost }) => [value, cost])).toContainEqual([
        count,
        costNano,
      ]);
    }
  });
});
