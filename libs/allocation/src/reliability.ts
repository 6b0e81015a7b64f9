import type { Choices, Played } from './choices.js';
import type { Forecast, Forecaster } from './forecaster.js';
import { Ladders } from './ladders.js';
import type { Sample } from './sample.js';

/** How far what is foreseen at a price of money is from what comes true, by held-out samples. */
export interface Correction {
  /** What is to be added to a foreseen mean value, and the standard error of that. */
  readonly shift: number;
  readonly stderr: number;
  /** What a foreseen cost is to be multiplied by. */
  readonly costRatio: number;
}

/** Before any sample a forecast counts as right, so heavy, with the widest variance of a value. */
const PRIOR_WEIGHT = 10;
const PRIOR_VARIANCE = 0.25;

/**
 * With so many samples that all models answered, the others don't count: who was asked what in the
 * past hangs on what failed before, so what is known of them is no fair sample of what would be.
 */
const ENOUGH_WHOLE = 30;

/**
 * Allocates the samples themselves at prices of money, each by resamples that did not see it, and
 * compares with their true outcomes. So it tells what the forecast's errors do to an allocation that
 * picks what looks best ("the optimizer's curse", Smith and Winkler 2006).
 */
export class Reliability {
  private readonly ladders = new Ladders();
  private readonly rows: { readonly sample: Sample; readonly foreseen: Forecast }[] = [];

  constructor(
    forecaster: Forecaster,
    readonly choices: Choices,
  ) {
    const values = new Float64Array(choices.count);
    const costs = new Float64Array(choices.count);
    const whole = forecaster.samples.filter((sample) => isWhole(sample, forecaster.models));
    const isEnough = whole.length >= ENOUGH_WHOLE;
    forecaster.samples.forEach((sample, row) => {
      if (isEnough && !isWhole(sample, forecaster.models)) return;
      const foreseen = forecaster.heldOut(row);
      if (foreseen === null) return;
      choices.appraise(foreseen, values, costs);
      this.ladders.add(values, costs);
      this.rows.push({ sample, foreseen });
    });
  }

  /** @param price value that a nano-dollar must buy to be spent; Infinity: none is */
  at(price: number): Correction {
    const { ladders, rows, choices } = this;
    const tally = new Tally();
    rows.forEach(({ sample, foreseen }, query) => {
      const rung = bestRung(ladders, query, price);
      const played = choices.play(ladders.choice(rung), sample, foreseen);
      if (played !== null) tally.add(played, ladders.value(rung), ladders.cost(rung));
    });
    return tally.correction();
  }

  /** The same for giving every query to one choice, of several. */
  ofEach(wanted: readonly number[]): Correction[] {
    const { rows, choices } = this;
    const tallies = wanted.map(() => new Tally());
    const values = new Float64Array(choices.count);
    const costs = new Float64Array(choices.count);
    for (const { sample, foreseen } of rows) {
      choices.appraise(foreseen, values, costs);
      wanted.forEach((choice, at) => {
        const played = choices.play(choice, sample, foreseen);
        if (played !== null)
          tallies[at]?.add(played, values[choice] as number, costs[choice] as number);
      });
    }
    return tallies.map((tally) => tally.correction());
  }
}

/** Sums what was foreseen of samples, and what came true. */
class Tally {
  private count = PRIOR_WEIGHT;
  private sum = 0;
  private squares = PRIOR_WEIGHT * PRIOR_VARIANCE;
  private foreseen = 0;
  private paid = 0;
  private priced = 0;

  add({ reward, costNano }: Played, value: number, cost: number): void {
    const error = reward - value;
    this.count += 1;
    this.sum += error;
    this.squares += error * error;
    if (costNano === null) return;
    this.priced += 1;
    this.foreseen += cost;
    this.paid += costNano;
  }

  correction(): Correction {
    const { count, sum, squares, foreseen, paid, priced } = this;
    const shift = sum / count;
    const prior = priced === 0 ? 1 : (PRIOR_WEIGHT * foreseen) / priced;
    return {
      shift,
      stderr: Math.sqrt(Math.max(0, squares / count - shift * shift) / count),
      costRatio: foreseen > 0 ? (paid + prior) / (foreseen + prior) : 1,
    };
  }
}

function bestRung(ladders: Ladders, query: number, price: number): number {
  let best = ladders.lowest(query);
  if (price === Infinity) return best;
  const worth = (rung: number) => ladders.value(rung) - price * ladders.cost(rung);
  for (let rung = best + 1; rung <= ladders.highest(query); rung += 1)
    if (worth(rung) > worth(best)) best = rung;
  return best;
}

function isWhole({ outcomes }: Sample, models: readonly string[]): boolean {
  return models.every((model) => (outcomes.get(model)?.reward ?? null) !== null);
}
