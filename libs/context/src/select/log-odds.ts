/** Nobody is surer than this, nor less sure: a chance of 0 or 1 has no logarithm of odds. */
const LEAST = 1e-3;

/** A chance, kept away from never and always. */
export function clipped(chance: number): number {
  return Math.min(1 - LEAST, Math.max(LEAST, chance));
}

/** @param chance clipped before */
export function logOdds(chance: number): number {
  const inside = clipped(chance);
  return Math.log(inside / (1 - inside));
}

export function chanceOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** The shift's variance before any outcome, in squared log-odds. */
const SHIFT_VARIANCE = 1;
const STEPS = 8;
const SMALL = 1e-6;
/** No shift is larger: where all succeed, likelihood alone would go on for ever. */
const MOST_SHIFT = 5;

/**
 * By how much all log-odds are off: the shift that is likeliest given the outcomes, drawn towards 0
 * where there are few (Newton's method on a logistic likelihood with a Gaussian prior).
 * @param odds what was said, one for each outcome
 * @param rights 1 for a success, 0 for a failure, NaN where unknown
 */
export function shiftOf(odds: ArrayLike<number>, rights: ArrayLike<number>): number {
  let shift = 0;
  for (let step = 0, moved = 1; step < STEPS && Math.abs(moved) > SMALL; step += 1) {
    let slope = -shift / SHIFT_VARIANCE;
    let curve = 1 / SHIFT_VARIANCE;
    for (let at = 0; at < odds.length; at += 1) {
      const right = rights[at] as number;
      if (Number.isNaN(right)) continue;
      const chance = chanceOf(shift + (odds[at] as number));
      slope += right - chance;
      curve += chance * (1 - chance);
    }
    moved = slope / curve;
    shift = Math.min(MOST_SHIFT, Math.max(-MOST_SHIFT, shift + moved));
  }
  return shift;
}
