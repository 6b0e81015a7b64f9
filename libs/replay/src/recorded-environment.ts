import { randomOf, type Random } from '#bandit';
import { offeredTable, phaseAt, type Phase } from './drift.js';
import type { Environment, Episode } from './environment.js';
import type { OutcomeTable } from './outcome-table.js';
import { priceList } from './price-list.js';

/** How the queries of a table come. */
export type Arrival = 'with-replacement' | 'each-once';

/**
 * Recorded queries and what models made of them, in a random order for each seed: drawn uniformly with
 * replacement, or each once (then there are as many rounds as rows).
 * @param phases at least one, all of the same queries and models
 */
export function recordedEnvironment(phases: readonly Phase[], arrival: Arrival): Environment {
  const worlds = phases.map((phase) => ({ ...phase, offers: priceList(offeredTable(phase)) }));
  const [first] = worlds;
  if (!first) throw new RangeError('a world needs a table');
  return {
    models: first.table.models,
    episode: (seed, rounds) => {
      const rows = rowsOf(arrival, first.table.queries.length, rounds, randomOf(seed));
      return new RecordedEpisode(worlds, rows);
    },
  };
}

type World = Phase & Pick<Episode, 'offers'>;

class RecordedEpisode implements Episode {
  private row = 0;
  private table: OutcomeTable;
  offers: Episode['offers'];

  constructor(
    private readonly worlds: readonly World[],
    private readonly rows: Int32Array,
  ) {
    const first = worlds[0] as World;
    this.table = first.table;
    this.offers = first.offers;
  }

  advance(round: number): void {
    this.row = this.rows[round - 1] as number;
    if (this.worlds.length === 1) return;
    const { table, offers } = this.worlds[phaseAt(this.worlds, round)] as World;
    this.table = table;
    this.offers = offers;
  }

  get query(): Episode['query'] {
    return this.table.queries[this.row] as Episode['query'];
  }

  get queryId(): string {
    return this.table.queries[this.row]?.id ?? '';
  }

  scoreOf(model: number): number {
    return (this.table.scores[model] as Float64Array)[this.row] as number;
  }

  costNanoOf(model: number): number {
    return (this.table.costs[model] as Float64Array)[this.row] as number;
  }

  worthOf(_combination: readonly string[], reward: number): number {
    return reward;
  }
}

function rowsOf(arrival: Arrival, count: number, rounds: number, random: Random): Int32Array {
  if (arrival === 'with-replacement') {
    return Int32Array.from({ length: rounds }, () => Math.floor(random.next() * count));
  }
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    const kept = rows[last] as number;
    rows[last] = rows[other] as number;
    rows[other] = kept;
  }
  return rows.subarray(0, rounds);
}
