import type { Random } from '#bandit';

/** A query in numbers, the zeros left out; scaled to length 1. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Queries in groups of a kind: the mean of each group, scaled to length 1. */
export type Centroids = readonly Float64Array[];

const MOST_SWEEPS = 50;

/**
 * Spherical k-means (Dhillon and Modha 2001), begun as k-means++ begins (Arthur and Vassilvitskii
 * 2007). Groups that lose all their queries are dropped.
 * @param size vectors have so many dimensions
 * @param groups at least 1
 */
export function clustersOf(
  vectors: readonly SparseVector[],
  size: number,
  groups: number,
  random: Random,
): Centroids {
  let centroids: Centroids = seeds(vectors, groups, random).map((one) => meanOf([one], size));
  let assigned = vectors.map(() => -1);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    const next = vectors.map((vector) => clusterOf(vector, centroids));
    if (next.every((group, at) => group === assigned[at])) break;
    assigned = next;
    centroids = [...centroids.keys()].flatMap((group) => {
      const members = vectors.filter((_, at) => next[at] === group);
      return members.length === 0 ? [] : [meanOf(members, size)];
    });
  }
  return centroids;
}

/** The group that a query is nearest to. @param centroids at least one */
export function clusterOf(vector: SparseVector, centroids: Centroids): number {
  let best = 0;
  let nearest = -Infinity;
  centroids.forEach((centroid, group) => {
    const likeness = dot(vector, centroid);
    if (likeness > nearest) {
      nearest = likeness;
      best = group;
    }
  });
  return best;
}

function seeds(
  vectors: readonly SparseVector[],
  groups: number,
  random: Random,
): readonly SparseVector[] {
  const distances = vectors.map(() => 1);
  const chosen: SparseVector[] = [];
  while (chosen.length < groups) {
    const sum = distances.reduce((total, distance) => total + distance, 0);
    let left = random.next() * sum;
    const at = distances.findIndex((distance) => {
      left -= distance;
      return distance > 0 && left < 0;
    });
    const seed = vectors[at];
    if (seed === undefined) break;
    chosen.push(seed);
    vectors.forEach((vector, index) => {
      const distance = Math.max(0, 1 - overlap(vector, seed));
      distances[index] = Math.min(distances[index] as number, distance < 1e-9 ? 0 : distance);
    });
  }
  return chosen;
}

function meanOf(members: readonly SparseVector[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const { indices, values } of members) {
    indices.forEach((index, at) => {
      mean[index] = (mean[index] as number) + (values[at] as number);
    });
  }
  const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? mean : mean.map((value) => value / length);
}

function dot({ indices, values }: SparseVector, dense: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at += 1) {
    sum += (values[at] as number) * (dense[indices[at] as number] as number);
  }
  return sum;
}

function overlap(left: SparseVector, right: SparseVector): number {
  const known = new Map([...right.indices].map((index, at) => [index, right.values[at] as number]));
  return left.indices.reduce(
    (sum, index, at) => sum + (left.values[at] as number) * (known.get(index) ?? 0),
    0,
  );
}
