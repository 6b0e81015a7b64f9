import { ONE_REWARD_MICRO } from './arm-statistics.js';
import { costFactor, fitCosts, type DifficultyCosts } from './difficulty-costs.js';
import type { FailureRow, FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';
import type { ModelSubsets } from './model-subsets.js';
import type { PlacedRow } from './placed-row.js';
import { poolingWeight } from './pooling.js';
import { fitDifficulty, unknownDifficulty, valueSets } from './shared-difficulty.js';

/** What is common to all models is fitted again when so many times as much is known, and some more. */
const GROWTH = 1.1;
const LEAST_GROWTH = 8;

/**
 * What failure statistics say of every set of models: what was seen of just that set, and what is
 * common to all. The first is always that of the moment; the second is fitted again whenever the
 * observations have grown by a tenth, and at once for other statistics.
 */
export class FailureKnowledge {
  /** By `node * size + position`: what was seen of that model when the rest of the set failed. */
  readonly rows: (FailureRow | null)[];
  /** The chance that all models of a set fail; by node. */
  readonly fails: Float64Array;
  /** By `node * size + position`: the chance that this model fails where the rest of the set did. */
  readonly commons: Float64Array;
  /** What a cost is of its base where all models of a set fail; by node. */
  readonly factors: Float64Array;
  /** How many observations of a row what is common is worth. */
  weight = 0;
  private costs: DifficultyCosts;
  /** The mean ease where all models of a set fail; by node. */
  private readonly eases: Float64Array;
  private difficulty;
  private placed: PlacedRow[] = [];
  private models: readonly ModelId[] = [];
  private known: FailureStatistics | null = null;
  private read = 0;
  private fittedAt = 0;

  constructor(
    private readonly sets: ModelSubsets,
    models: number,
  ) {
    this.rows = new Array<FailureRow | null>(sets.count * sets.size).fill(null);
    this.fails = new Float64Array(sets.count);
    this.eases = new Float64Array(sets.count);
    this.commons = new Float64Array(sets.count * sets.size);
    this.factors = new Float64Array(sets.count);
    this.difficulty = unknownDifficulty(models);
    this.costs = { base: new Float64Array(models), slope: 0 };
  }

  /** Looks up what is known of each set; the same statistics cost no more than their new rows. */
  learn(failures: FailureStatistics, models: readonly ModelId[]): void {
    const same = this.known === failures && this.isOf(models);
    if (!same) this.forget(failures, models);
    for (; this.read < failures.rows.length; this.read += 1) {
      this.place(failures.rows[this.read] as FailureRow);
    }
    const enough = GROWTH * this.fittedAt + LEAST_GROWTH;
    if (!same || failures.observations >= enough) this.fit(failures.observations);
  }

  /** A model's mean reward and mean cost (nano-dollars) on any query, whenever it was asked. */
  meansOf(model: number): { readonly reward: number; readonly costNano: number } {
    const { weight } = this;
    const common = 1 - (this.fails[1 + model] as number);
    const base = this.costs.base[model] as number;
    const row = this.rows[(1 + model) * this.sets.size];
    if (row == null) return { reward: common, costNano: base };
    const { rewards, rewardSumMicro, costs, costSumNano } = row.statistics;
    const worth = base > 0 ? weight : 0;
    return {
      reward: (rewardSumMicro / ONE_REWARD_MICRO + weight * common) / (rewards + weight),
      costNano: costs + worth > 0 ? (costSumNano + worth * base) / (costs + worth) : 0,
    };
  }

  private isOf(models: readonly ModelId[]): boolean {
    return this.models.every((model, index) => model === models[index]);
  }

  /** Statistics of the same models are likely a later look at the same task: the fit starts from there. */
  private forget(failures: FailureStatistics, models: readonly ModelId[]): void {
    if (!this.isOf(models)) this.difficulty = unknownDifficulty(models.length);
    this.known = failures;
    this.models = [...models];
    this.rows.fill(null);
    this.placed = [];
    this.read = 0;
  }

  private place(row: FailureRow): void {
    const model = this.models.indexOf(row.model);
    const given = row.given.map((name) => this.models.indexOf(name)).sort((a, b) => a - b);
    const set = [model, ...given].sort((a, b) => a - b);
    if (set.length > this.sets.size || set.includes(-1)) return;
    const node = this.sets.nodeOf(set);
    this.rows[node * this.sets.size + set.indexOf(model)] = row;
    this.placed.push({ row, model, given, node, before: this.sets.nodeOf(given) });
  }

  private fit(observations: number): void {
    this.fittedAt = observations;
    this.difficulty = fitDifficulty(this.placed, this.difficulty);
    valueSets(this.difficulty, this.sets, this.fails, this.eases);
    this.weight = poolingWeight(this.placed, this.fails);
    this.costs = fitCosts(this.placed, this.eases, this.models.length);
    this.tabulate();
  }

  /** What every decision until the next fit would divide anew. */
  private tabulate(): void {
    const { count, sizes, size, without } = this.sets;
    const { commons, factors, fails, eases } = this;
    for (let node = 0; node < count; node += 1) {
      factors[node] = costFactor(this.costs.slope, eases[node] as number);
      for (let at = node * size; at < node * size + (sizes[node] as number); at += 1) {
        commons[at] = (fails[node] as number) / (fails[without[at] as number] as number);
      }
    }
  }
}
