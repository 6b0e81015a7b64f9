import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { chanceOf, clusterChances } from './cluster-chances.js';
import { clusterOf, clustersOf, type SparseVector } from './clusters.js';

function at(index: number, blur: number): SparseVector {
  const length = Math.sqrt(1 + blur * blur);
  return {
    indices: Int32Array.of(index, 9),
    values: Float64Array.of(1 / length, blur / length),
  };
}

describe('clusters of queries', () => {
  it('find the kinds that there are', () => {
    const random = randomOf(4);
    const queries = Array.from({ length: 60 }, (_, one) => at(one % 3, random.next() / 2));
    const centroids = clustersOf(queries, 10, 3, random);
    expect(centroids).toHaveLength(3);
    const groups = queries.map((query) => clusterOf(query, centroids));
    expect(groups.slice(3).every((group, one) => group === groups[one % 3])).toBe(true);
    expect(new Set(groups).size).toBe(3);
  });

  it('are no more than there are different queries', () => {
    const queries = [at(1, 0), at(1, 0), at(2, 0)];
    expect(clustersOf(queries, 10, 5, randomOf(1))).toHaveLength(2);
  });
});

describe('chances of being right by cluster', () => {
  it('follow the counts where groups differ and the whole where they do not', () => {
    const [good, bad] = clusterChances([
      { right: 950, judged: 1_000 },
      { right: 500, judged: 1_000 },
    ]);
    expect(good).toBeGreaterThan(0.93);
    expect(bad).toBeLessThan(0.53);
    const alike = clusterChances([
      { right: 720, judged: 1_000 },
      { right: 7, judged: 10 },
      { right: 0, judged: 1 },
    ]);
    for (const chance of alike) expect(chance).toBeCloseTo(0.72, 1);
  });

  it('are even before any answer', () => {
    expect(clusterChances([{ right: 0, judged: 0 }])).toEqual([0.5]);
    expect(chanceOf({ right: 3, judged: 3 })).toBe(0.875);
  });
});
