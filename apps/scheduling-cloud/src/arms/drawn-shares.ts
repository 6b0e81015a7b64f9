import { draw, randomOf, type ModelId, type RelaxedSolution } from '#bandit';

/** With which probability a combination is drawn. */
export interface DrawnShare {
  combination: readonly ModelId[];
  share: number;
}

/** A fractional solution has very many combinations: so many draws say which matter. */
const DRAWS = 200;
const SEED = 1;

/** The combinations that a round would follow; not those that it would only explore. */
export function drawnShares(relaxed: RelaxedSolution): DrawnShare[] {
  switch (relaxed.over) {
    case 'combinations':
      return relaxed.support.map(({ combination, probability }) => ({
        combination,
        share: probability,
      }));
    case 'explored':
      return drawnShares(relaxed.followed).map(({ combination, share }) => ({
        combination,
        share: share * (1 - relaxed.share),
      }));
    case 'models': {
      const random = randomOf(SEED);
      return Array.from({ length: DRAWS }, () => ({
        combination: draw(relaxed, random).combination,
        share: 1 / DRAWS,
      }));
    }
  }
}
