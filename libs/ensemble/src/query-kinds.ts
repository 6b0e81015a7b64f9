import type { Random } from '#bandit';
import { Featurizer } from '#context';
import { clusterOf, clustersOf } from './clusters.js';

/** Numbers by index, the zeros left out. */
interface Sparse {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** Kinds of queries, told apart by their words. Plain JSON. */
export interface QueryKinds {
  /** Queries that the kinds were found in, and in how many of them each hashed word occurs. */
  readonly queries: number;
  readonly occurrences: Sparse;
  /** The mean of each kind. */
  readonly centroids: readonly Sparse[];
}

/** Buckets for words: few queries are many enough to fill them. */
const WORDS = 2_048;
/** Kept of a mean's numbers: nothing that could make a query of another kind but by a hair. */
const DIGITS = 5;

/**
 * Parts queries into kinds (spherical k-means on hashed words).
 * @param groups at least 1; fewer are found where queries are alike
 */
export function learnKinds(texts: readonly string[], groups: number, random: Random): QueryKinds {
  const featurizer = new Featurizer(WORDS, 0);
  for (const text of texts) featurizer.count({ text });
  const vectors = texts.map((text) => featurizer.contentOf({ text }));
  const centroids = clustersOf(vectors, featurizer.size, groups, random);
  return {
    queries: featurizer.queries,
    occurrences: sparse(featurizer.occurrences),
    centroids: centroids.map(sparse),
  };
}

/** Tells the kind of a text: a number from 0. Keeps room to work in. */
export function kindReader({
  queries,
  occurrences,
  centroids,
}: QueryKinds): (text: string) => number {
  const featurizer = new Featurizer(WORDS, 0);
  featurizer.queries = queries;
  fill(featurizer.occurrences, occurrences);
  const means = centroids.map((centroid) => fill(new Float64Array(featurizer.size), centroid));
  return (text) => (means.length < 2 ? 0 : clusterOf(featurizer.contentOf({ text }), means));
}

function sparse(dense: Float64Array): Sparse {
  const indices: number[] = [];
  const values: number[] = [];
  dense.forEach((value, index) => {
    const rounded = Number(value.toFixed(DIGITS));
    if (rounded === 0) return;
    indices.push(index);
    values.push(rounded);
  });
  return { indices, values };
}

function fill(dense: Float64Array, { indices, values }: Sparse): Float64Array {
  indices.forEach((index, at) => {
    dense[index] = values[at] as number;
  });
  return dense;
}
