import { randomOf, rewardModels, rewardOf, type ModelId, type Random } from '#bandit';
import { offeredTable, phaseAt, type Phase } from './drift.js';
import type { Environment, Episode } from './environment.js';
import type { OutcomeTable } from './outcome-table.js';
import { priceList } from './price-list.js';
import type { ReplayTerms } from './replay-terms.js';

/** A model of a synthetic world. */
export interface SyntheticModel {
  readonly model: ModelId;
  /** The chance that it is right, in [0, 1]. */
  readonly mean: number;
  /** The mean cost of a call, nano-dollars. */
  readonly costNano: number;
}

/** A world's means as a table with one query: what hindsight looks at. */
export function meansTable(models: readonly SyntheticModel[]): OutcomeTable {
  return {
    models: models.map(({ model }) => model),
    queries: [{ id: 'any', text: '', task: null }],
    scores: models.map(({ mean }) => Float64Array.of(mean)),
    costs: models.map(({ costNano }) => Float64Array.of(costNano)),
    leftOut: 0,
  };
}

/**
 * A world in which each call is right with its model's chance and costs from half to one and a half
 * times its model's mean, all independently. Regret is counted from the true means.
 * @param phases tables of means; at least one
 */
export function syntheticEnvironment(
  phases: readonly Phase[],
  { rewardModel }: ReplayTerms,
): Environment {
  const worlds = phases.map((phase) => ({ ...phase, offers: priceList(offeredTable(phase)) }));
  const [first] = worlds;
  if (!first) throw new RangeError('a world needs its means');
  const { models } = first.table;
  const columns = new Map(models.map((model, column) => [model, column]));
  return {
    models,
    episode: (seed) => {
      const random = randomOf(seed);
      const luck = {
        score: new Float64Array(models.length),
        cost: new Float64Array(models.length),
      };
      let world = first;
      const meanOf = (column: number) => world.table.scores[column]?.[0] ?? 0;
      const episode: Episode = {
        query: { text: '' },
        queryId: '',
        get offers() {
          return world.offers;
        },
        advance(round) {
          world = worlds[phaseAt(worlds, round)] ?? first;
          refill(luck.score, random);
          refill(luck.cost, random);
        },
        scoreOf: (column) => ((luck.score[column] ?? 0) < meanOf(column) ? 1 : 0),
        costNanoOf: (column) =>
          Math.round((world.table.costs[column]?.[0] ?? 0) * (0.5 + (luck.cost[column] ?? 0))),
        worthOf: (combination) =>
          rewardOf(
            rewardModels[rewardModel],
            combination.map((model) => meanOf(columns.get(model) ?? 0)),
          ),
      };
      return episode;
    },
  };
}

/** So many queries of an environment's first rounds, with all their outcomes. */
export function sampledTable(environment: Environment, queries: number): OutcomeTable {
  const { models } = environment;
  const scores = models.map(() => new Float64Array(queries));
  const costs = models.map(() => new Float64Array(queries));
  const episode = environment.episode(0, queries);
  for (let row = 0; row < queries; row += 1) {
    episode.advance(row + 1);
    for (let model = 0; model < models.length; model += 1) {
      scores[model]?.set([episode.scoreOf(model)], row);
      costs[model]?.set([episode.costNanoOf(model)], row);
    }
  }
  const ids = Array.from({ length: queries }, (_, row) => ({ id: `${row}`, text: '', task: null }));
  return { models, queries: ids, scores, costs, leftOut: 0 };
}

function refill(luck: Float64Array, random: Random): void {
  for (let column = 0; column < luck.length; column += 1) luck[column] = random.next();
}
