import { chanceOf, logOdds, shiftOf } from './log-odds.js';

/** Estimates of one thing's chance on rows that they had not seen, and what came true. */
export interface Scored {
  readonly estimates: Float64Array;
  /** 1, 0, or NaN where unknown. */
  readonly rights: Float64Array;
}

const ROUNDS = 6;
/** The slope's variance around 1 before any observation. */
const SLOPE_VARIANCE = 1;

/**
 * Makes confidences of estimates: `P(right) = 1 / (1 + exp(-(a + b logit(estimate))))` (Platt 1999),
 * learnt on rows that the estimates had not seen. Each thing (a model, a subset) has its own level; all
 * share the slope, which says how far words tell a query's difficulty, and takes more rows to learn
 * than one of them has.
 */
export class PlattScaling {
  private constructor(
    readonly slope: number,
    readonly levels: readonly PlattLevel[],
  ) {}

  /** As it was learnt before. */
  static of({ slope, levels }: Pick<PlattScaling, 'slope' | 'levels'>): PlattScaling {
    return new PlattScaling(slope, levels);
  }

  /** @param scored of each thing */
  static learnt(scored: readonly Scored[]): PlattScaling {
    const things = scored.map(({ estimates, rights }) => {
      const odds = estimates.map(logOdds);
      const centre = odds.reduce((sum, one) => sum + one, 0) / Math.max(1, odds.length);
      return { centre, offsets: odds.map((one) => one - centre), rights };
    });
    let slope = 1;
    let shifts = things.map(() => 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = slope;
      shifts = things.map(({ centre, offsets, rights }) =>
        shiftOf(
          offsets.map((offset) => centre + at * offset),
          rights,
        ),
      );
      slope = steeper(slope, shifts, things);
    }
    return new PlattScaling(
      slope,
      things.map(({ centre }, at) => ({ centre, shift: shifts[at] as number })),
    );
  }

  /** The chance that comes true, in (0, 1). @param thing its index */
  confidence(thing: number, estimate: number): number {
    const { centre, shift } = this.levels[thing] as PlattLevel;
    return chanceOf(centre + shift + this.slope * (logOdds(estimate) - centre));
  }
}

/** Where one thing's confidences lie. */
export interface PlattLevel {
  /** The mean log-odds that were said. */
  readonly centre: number;
  /** How far that was off. */
  readonly shift: number;
}

interface Thing {
  readonly centre: number;
  /** Log-odds that were said, from the centre. */
  readonly offsets: Float64Array;
  readonly rights: Float64Array;
}

/** One step of Newton's method; never below 0, where a likelier query would count as less likely. */
function steeper(slope: number, shifts: readonly number[], things: readonly Thing[]): number {
  let rise = (1 - slope) / SLOPE_VARIANCE;
  let curve = 1 / SLOPE_VARIANCE;
  things.forEach(({ centre, offsets, rights }, thing) => {
    const level = centre + (shifts[thing] as number);
    offsets.forEach((offset, row) => {
      const right = rights[row] as number;
      if (Number.isNaN(right)) return;
      const chance = chanceOf(level + slope * offset);
      rise += (right - chance) * offset;
      curve += chance * (1 - chance) * offset * offset;
    });
  });
  return Math.max(0, slope + rise / curve);
}
