import type { Random } from '#bandit';
import type { Sample } from '#allocation';
import { Featurizer, PLAIN_FEATURES } from '#context';
import { RandomForestRegression } from 'ml-random-forest';

const WORDS = 4_096;
/** The commonest words and pairs become columns, 1 where a query has them. */
const COLUMNS = 100;
const TREES = 30;
const DEPTH = 10;
/** Words of fewer samples tell nothing. */
const FEWEST = 3;

/** What random forests of a library foresee of each query of a batch, by model: a peer of the ridge. */
export function forestRewards(
  models: readonly string[],
  samples: readonly Sample[],
  batch: readonly Sample[],
  random: Random,
): Float64Array[] {
  const rowOf = denseRows(samples);
  const known = samples.map(rowOf);
  const wanted = batch.map(rowOf);
  const columns = models.map((model) => {
    const forest = new RandomForestRegression({
      seed: Math.floor(random.next() * 2 ** 31),
      nEstimators: TREES,
      maxFeatures: 0.6,
      replacement: false,
      useSampleBagging: true,
      noOOB: true,
      treeOptions: { maxDepth: DEPTH, minNumSamples: FEWEST },
    });
    forest.train(
      known,
      samples.map(({ outcomes }) => outcomes.get(model)?.reward ?? 0),
    );
    return forest.predict(wanted);
  });
  return batch.map((_, row) => Float64Array.from(columns, (column) => column[row] ?? 0));
}

function denseRows(samples: readonly Sample[]): (sample: Sample) => number[] {
  const featurizer = new Featurizer(WORDS, 0);
  for (const { query } of samples) featurizer.count(query);
  const counts = Array.from(featurizer.occurrences, (count, bucket) => ({ count, bucket }))
    .filter(({ count }) => count >= FEWEST && count <= samples.length - FEWEST)
    .sort((one, other) => other.count - one.count)
    .slice(0, COLUMNS);
  const columnOf = new Map(
    counts.map(({ bucket }, column) => [PLAIN_FEATURES + bucket, PLAIN_FEATURES - 1 + column]),
  );
  return ({ query }) => {
    const { indices, values } = featurizer.featuresOf(query);
    const row = new Array<number>(PLAIN_FEATURES - 1 + counts.length).fill(0);
    indices.forEach((index, at) => {
      if (index > 0 && index < PLAIN_FEATURES) row[index - 1] = values[at] as number;
      const column = columnOf.get(index);
      if (column !== undefined) row[column] = 1;
    });
    return row;
  };
}
