import type { Random } from '#bandit';
import { conjugateGradients, type Features } from '#context';

/** The observations of one model, as rows of all samples: NaN where it was not asked. */
export type Targets = Float64Array;

/** What a bag of regressions says of a query. */
export interface BaggedEstimate {
  readonly mean: number;
  /** The standard deviation over the resamples. */
  readonly deviation: number;
}

/**
 * Ridge regressions of several targets on the same features, each fitted to every one of some
 * bootstrap resamples of the rows (bagging, Breiman 1996): the spread of what they say is the
 * uncertainty of their mean. Rows that a resample left out are validation data for it, with true
 * labels.
 */
export class BaggedRegressions {
  /** `feature * columns + target * resamples + resample`: a feature's weights lie side by side. */
  private readonly weights: Float64Array;
  /** `resample * rows + row`: how often the resample has the row. */
  private readonly drawn: Uint8Array;
  private readonly levels: Float64Array;
  private readonly sums: Float64Array;

  /**
   * @param rows all of the same features
   * @param targets of each model, a number a row
   * @param precisions of each feature's weight, in units of the noise's
   */
  constructor(
    private readonly rows: readonly Features[],
    private readonly targets: readonly Targets[],
    precisions: Float64Array,
    private readonly resamples: number,
    random: Random,
  ) {
    const columns = targets.length * resamples;
    this.weights = new Float64Array(precisions.length * columns);
    this.sums = new Float64Array(columns);
    this.levels = Float64Array.from(targets, meanOf);
    this.drawn = new Uint8Array(resamples * rows.length);
    for (let resample = 0; resample < resamples; resample += 1) {
      const picks = this.resample(resample, random);
      targets.forEach((target, at) => {
        const known = picks.filter((row) => !Number.isNaN(target[row]));
        const level = this.levels[at] as number;
        const fitted = conjugateGradients(
          known.map((row) => rows[row] as Features),
          known.map((row) => (target[row] as number) - level),
          precisions,
        );
        const column = at * resamples + resample;
        for (let feature = 0; feature < fitted.length; feature += 1)
          this.weights[feature * columns + column] = fitted[feature] as number;
      });
    }
  }

  /** What is to be expected of a query, by target. */
  estimate(features: Features): BaggedEstimate[] {
    return this.estimates(features, () => true);
  }

  /**
   * The same of one of the rows, by the resamples that left it out alone.
   * @returns null if none did
   */
  heldOut(row: number): BaggedEstimate[] | null {
    const without = (resample: number) => this.drawn[resample * this.rows.length + row] === 0;
    const some = Array.from({ length: this.resamples }, (_, at) => at).some(without);
    return some ? this.estimates(this.rows[row] as Features, without) : null;
  }

  private estimates(
    { indices, values }: Features,
    counts: (resample: number) => boolean,
  ): BaggedEstimate[] {
    const { sums, weights, resamples } = this;
    const columns = sums.length;
    sums.fill(0);
    for (let at = 0; at < indices.length; at += 1) {
      const from = (indices[at] as number) * columns;
      const value = values[at] as number;
      for (let column = 0; column < columns; column += 1)
        sums[column] = (sums[column] as number) + value * (weights[from + column] as number);
    }
    return this.targets.map((_, target) => {
      let count = 0;
      let sum = 0;
      let squares = 0;
      for (let resample = 0; resample < resamples; resample += 1) {
        if (!counts(resample)) continue;
        const said = sums[target * resamples + resample] as number;
        count += 1;
        sum += said;
        squares += said * said;
      }
      const mean = sum / count;
      const variance = Math.max(0, squares / count - mean * mean);
      return { mean: (this.levels[target] as number) + mean, deviation: Math.sqrt(variance) };
    });
  }

  private resample(resample: number, random: Random): number[] {
    const { length } = this.rows;
    return Array.from({ length }, () => {
      const row = Math.floor(random.next() * length);
      const place = resample * length + row;
      this.drawn[place] = Math.min(255, (this.drawn[place] as number) + 1);
      return row;
    });
  }
}

/** The mean of the known targets; a half where none is. */
function meanOf(target: Targets): number {
  const known = target.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return 0.5;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
