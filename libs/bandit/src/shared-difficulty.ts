import { ONE_REWARD_MICRO } from './arm-statistics.js';
import { EASES, EASE_WEIGHTS, winsOf } from './ease-grid.js';
import type { PlacedRow } from './placed-row.js';
import { solveSymmetric } from './symmetric-system.js';

/**
 * How models fail together: a query has an ease `z`, standard normal over the queries, and a model
 * succeeds with the probability `1 / (1 + exp(-(ability + spread * z)))`, given `z` independently of
 * the others (Rasch's item response model, 1960, with the roles of item and person exchanged). At a
 * spread of 0 models fail independently.
 */
export interface SharedDifficulty {
  /** One for each model, on the scale of logits. */
  readonly abilities: Float64Array;
  /** At least 0. */
  readonly spread: number;
}

/** Abilities are thought to be 0 and the spread 1, each with a standard deviation of 2. */
const PRECISION = 0.25;
const LIKELY_SPREAD = 1;
/** At 0 the likelihood is flat: a search starts from no less. */
const LEAST_START = 0.5;

/** What is believed before the first observation: independence. */
export function unknownDifficulty(models: number): SharedDifficulty {
  return { abilities: new Float64Array(models), spread: 0 };
}

/** From the last fit, a few suffice. */
const MOST_STEPS = 12;
const ENOUGH = 1e-4;
/** A longer step could leave the region where the likelihood is nearly quadratic. */
const LONGEST_STEP = 1.5;

/**
 * The most likely abilities and spread (with the priors above), by Fisher scoring: what a cascade
 * shows of a model is its success given that those before it failed, so each row counts with the
 * probability `P(k | F)`, and no correction for who was asked when is needed.
 * @param before where the search starts
 */
export function fitDifficulty(
  rows: readonly PlacedRow[],
  before: SharedDifficulty,
): SharedDifficulty {
  if (rows.length === 0) return unknownDifficulty(before.abilities.length);
  const abilities = before.abilities.slice();
  let spread = Math.max(LEAST_START, before.spread);
  const models = abilities.length;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const likelihood = new Likelihood(abilities, spread);
    for (const row of rows) likelihood.count(row);
    const change = likelihood.step();
    let longest = 0;
    change.forEach((value, index) => {
      const by = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, value));
      if (index < models) abilities[index] = (abilities[index] as number) + by;
      else spread = Math.max(0, spread + by);
      longest = Math.max(longest, Math.abs(by));
    });
    if (longest < ENOUGH) break;
  }
  return { abilities, spread };
}

/** The slope of the log likelihood and its expected curvature, by the abilities and the spread. */
class Likelihood {
  private readonly width: number;
  private readonly score: Float64Array;
  private readonly information: Float64Array;
  private readonly wins: Float64Array;
  /** Of the row being counted: the parameters it depends on, and its chance's slope by each. */
  private readonly indices: number[] = [];
  private readonly slopes: number[] = [];

  constructor(abilities: Float64Array, spread: number) {
    const models = abilities.length;
    this.width = models + 1;
    this.score = new Float64Array(this.width);
    this.information = new Float64Array(this.width * this.width);
    this.wins = winsOf(abilities, spread);
    abilities.forEach((ability, model) => {
      this.score[model] = -PRECISION * ability;
      this.information[model * this.width + model] = PRECISION;
    });
    this.score[models] = PRECISION * (LIKELY_SPREAD - spread);
    this.information[models * this.width + models] = PRECISION;
  }

  count(placed: PlacedRow): void {
    const { rewards, rewardSumMicro } = placed.row.statistics;
    if (rewards === 0) return;
    const chance = this.slope(placed);
    const variance = Math.max(1e-9, chance * (1 - chance));
    const error = (rewardSumMicro / ONE_REWARD_MICRO - rewards * chance) / variance;
    const precision = rewards / variance;
    const { indices, slopes, score, information, width } = this;
    for (let i = 0; i < indices.length; i += 1) {
      const row = indices[i] as number;
      const slope = slopes[i] as number;
      score[row] = (score[row] as number) + error * slope;
      for (let j = 0; j < indices.length; j += 1) {
        const cell = row * width + (indices[j] as number);
        information[cell] =
          (information[cell] as number) + precision * slope * (slopes[j] as number);
      }
    }
  }

  step(): Float64Array {
    return solveSymmetric(this.information, this.score);
  }

  /**
   * The chance `p = E[w_k]` of success over the eases of queries at which the given models fail, and
   * its slopes: by the model's ability `E[w_k (1 - w_k)]`, by that of a given one `-Cov[w_j, w_k]`.
   */
  private slope({ model, given }: PlacedRow): number {
    const { wins, indices, slopes } = this;
    const steps = EASES.length;
    indices.length = slopes.length = 0;
    indices.push(model, ...given, this.width - 1);
    const means = new Array<number>(given.length).fill(0);
    const products = new Array<number>(given.length).fill(0);
    const sums = { weight: 0, won: 0, own: 0, ease: 0, failed: 0, failedWon: 0 };
    for (let step = 0; step < steps; step += 1) {
      const ease = EASES[step] as number;
      const win = wins[model * steps + step] as number;
      let weight = EASE_WEIGHTS[step] as number;
      let others = 0;
      for (const other of given) {
        const rival = wins[other * steps + step] as number;
        weight *= 1 - rival;
        others += rival;
      }
      for (let i = 0; i < given.length; i += 1) {
        const rival = weight * (wins[(given[i] as number) * steps + step] as number);
        means[i] = (means[i] as number) + rival;
        products[i] = (products[i] as number) + rival * win;
      }
      sums.weight += weight;
      sums.won += weight * win;
      sums.own += weight * win * (1 - win);
      sums.ease += weight * win * (1 - win) * ease;
      sums.failed += weight * others * ease;
      sums.failedWon += weight * others * ease * win;
    }
    const chance = sums.won / sums.weight;
    slopes.push(sums.own / sums.weight);
    for (let i = 0; i < given.length; i += 1) {
      slopes.push(((means[i] as number) * chance - (products[i] as number)) / sums.weight);
    }
    slopes.push((sums.ease - sums.failedWon + sums.failed * chance) / sums.weight);
    return chance;
  }
}

/**
 * Values every set of models: the chance that all fail, and the mean ease of the queries where they do.
 * @param fails written over, as are the eases; by node
 */
export function valueSets(
  { abilities, spread }: SharedDifficulty,
  sets: { readonly count: number; readonly parents: Int32Array; readonly lasts: Int32Array },
  fails: Float64Array,
  eases: Float64Array,
): void {
  const steps = EASES.length;
  const wins = winsOf(abilities, spread);
  const left = new Float64Array(sets.count * steps);
  left.set(EASE_WEIGHTS);
  fails[0] = 1;
  for (let node = 1; node < sets.count; node += 1) {
    const from = (sets.parents[node] as number) * steps;
    const last = (sets.lasts[node] as number) * steps;
    let all = 0;
    let ease = 0;
    for (let step = 0; step < steps; step += 1) {
      const weight = (left[from + step] as number) * (1 - (wins[last + step] as number));
      left[node * steps + step] = weight;
      all += weight;
      ease += weight * (EASES[step] as number);
    }
    fails[node] = all;
    eases[node] = ease / all;
  }
}
