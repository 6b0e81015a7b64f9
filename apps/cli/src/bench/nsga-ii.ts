import type { Random } from '#bandit';
import type { Ladders } from '#allocation';

/** One allocation of the population: a rung for every query. */
export interface Individual {
  readonly rungs: Uint32Array;
  /** Of all queries; more is better. */
  readonly value: number;
  /** Nano-dollars of all queries. */
  readonly costNano: number;
}

interface Ranked extends Individual {
  readonly rank: number;
  readonly crowding: number;
}

const POPULATION = 100;
/** The chance that a child is crossed, and how many of its queries change at random on average. */
const CROSSED = 0.9;
const MUTATIONS = 1;

/**
 * NSGA-II (Deb et al. 2002) on the same forecasts, as a peer: tournaments by rank and crowding, uniform
 * crossover, random resets. Both ends are in its first population.
 * @param enough asked after each generation
 */
export function nsgaTwo(
  ladders: Ladders,
  random: Random,
  enough: (generation: number) => boolean,
): readonly Individual[] {
  let parents = ranked([
    individual(ladders, (query) => ladders.lowest(query)),
    individual(ladders, (query) => ladders.highest(query)),
    ...Array.from({ length: POPULATION - 2 }, () =>
      individual(ladders, (query) => anyRung(ladders, query, random)),
    ),
  ]);
  for (let generation = 1; !enough(generation); generation += 1) {
    const children = Array.from({ length: POPULATION }, () =>
      childOf(tournament(parents, random), tournament(parents, random), ladders, random),
    );
    parents = ranked([...parents, ...children])
      .sort((one, other) => one.rank - other.rank || other.crowding - one.crowding)
      .slice(0, POPULATION);
  }
  return parents.filter(({ rank }) => rank === 0);
}

function individual(ladders: Ladders, rungOf: (query: number) => number): Individual {
  const rungs = Uint32Array.from({ length: ladders.queries }, (_, query) => rungOf(query));
  let value = 0;
  let costNano = 0;
  for (const rung of rungs) {
    value += ladders.value(rung);
    costNano += ladders.cost(rung);
  }
  return { rungs, value, costNano };
}

function childOf(one: Individual, other: Individual, ladders: Ladders, random: Random): Individual {
  const isCrossed = random.next() < CROSSED;
  const share = MUTATIONS / ladders.queries;
  return individual(ladders, (query) => {
    if (random.next() < share) return anyRung(ladders, query, random);
    const from = isCrossed && random.next() < 0.5 ? other : one;
    return from.rungs[query] as number;
  });
}

function anyRung(ladders: Ladders, query: number, random: Random): number {
  const low = ladders.lowest(query);
  return low + Math.floor(random.next() * (ladders.highest(query) - low + 1));
}

function tournament(parents: readonly Ranked[], random: Random): Ranked {
  const pick = () => parents[Math.floor(random.next() * parents.length)] as Ranked;
  const [one, other] = [pick(), pick()];
  if (one.rank !== other.rank) return one.rank < other.rank ? one : other;
  return one.crowding >= other.crowding ? one : other;
}

/** With the rank of each one's front, 0 the best, and its crowding distance within it. */
function ranked(all: readonly Individual[]): Ranked[] {
  let left = all.toSorted((one, other) => one.costNano - other.costNano || other.value - one.value);
  const done: Ranked[] = [];
  for (let rank = 0; left.length > 0; rank += 1) {
    let best = -Infinity;
    const front: Individual[] = [];
    const rest: Individual[] = [];
    for (const one of left) {
      (one.value > best ? front : rest).push(one);
      best = Math.max(best, one.value);
    }
    done.push(...crowded(front, rank));
    left = rest;
  }
  return done;
}

/** @param front ascending in cost and value */
function crowded(front: readonly Individual[], rank: number): Ranked[] {
  const [first, last] = [front[0] as Individual, front.at(-1) as Individual];
  const costs = Math.max(1, last.costNano - first.costNano);
  const values = Math.max(Number.EPSILON, last.value - first.value);
  return front.map((one, at) => {
    const [below, above] = [front[at - 1], front[at + 1]];
    const crowding =
      below && above
        ? (above.costNano - below.costNano) / costs + (above.value - below.value) / values
        : Infinity;
    return { ...one, rank, crowding };
  });
}
