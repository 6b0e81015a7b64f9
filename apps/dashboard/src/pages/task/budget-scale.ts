/** The places of the slider: enough that neighbours differ by some percent. */
export const PLACES = 400;

/**
 * The budget at a place of the slider, whose steps are alike in proportion, as money is felt. Rounded to
 * three digits, within the ends.
 */
export function budgetAt(place: number, least: number, most: number): number {
  if (!(most > least)) return least;
  const usd = least * Math.exp((place / PLACES) * Math.log(most / least));
  return Math.min(most, Math.max(least, Number(usd.toPrecision(3))));
}

/** Where a budget is on the slider, from 0 to PLACES. */
export function placeOf(usd: number, least: number, most: number): number {
  if (!(most > least)) return 0;
  const place = (PLACES * Math.log(usd / least)) / Math.log(most / least);
  return Math.min(PLACES, Math.max(0, Math.round(place)));
}
