import type { Random } from './random.js';

/** Fractions this close to 0 or 1 are taken for it. */
const WHOLE = 1e-9;

/**
 * Rounds fractions to a set by pairwise dependent rounding (Gandhi et al. 2006, as in arXiv
 * 2405.16587): each entry is in the set with its fraction's probability, entries are negatively
 * correlated, and the size of the set is the sum of the fractions where that is an integer, else one
 * of its two neighbours.
 *
 * The order of pairing is fixed: one open entry is carried from left to right and paired with the next
 * fractional one; either of the two is decided and the other is carried on. What is carried is always
 * the fractional part of the sum so far, whoever carries it.
 * @param fractions in [0, 1]
 * @returns the chosen indices, ascending
 */
export function roundDependently(fractions: readonly number[], random: Random): number[] {
  const chosen = fractions.map((fraction) => fraction > 1 - WHOLE);
  let carrier: number | null = null;
  let carried = 0;
  for (const index of fractionalIndices(fractions)) {
    const fraction = fractions[index] as number;
    if (carrier === null) {
      carrier = index;
      carried = fraction;
      continue;
    }
    const pairing = pair(carried, fraction);
    const stays = random.next() < pairing.carrierStays;
    chosen[stays ? index : carrier] = pairing.decidedIn;
    if (!stays) carrier = index;
    carried = pairing.carried;
    if (carried === 1) {
      chosen[carrier] = true;
      carrier = null;
    }
  }
  if (carrier !== null) chosen[carrier] = random.next() < carried;
  return [...chosen.keys()].filter((index) => chosen[index]);
}

/**
 * The exact probability that `roundDependently` draws a set, by a recursion over its pairings: what is
 * kept is, for each entry, the probability that it is the one carried and that all decided so far
 * agree with the set. Time is quadratic in the number of fractional entries.
 */
export function roundingPropensity(
  fractions: readonly number[],
  chosen: ReadonlySet<number>,
): number {
  const possible = fractions.every(
    (fraction, index) => !isWhole(fraction) || chosen.has(index) === fraction > 0.5,
  );
  if (!possible) return 0;
  let carried = 0;
  let agreeing = 1;
  let carriers: { index: number; probability: number }[] = [];
  for (const index of fractionalIndices(fractions)) {
    const fraction = fractions[index] as number;
    if (carriers.length === 0) {
      carriers = [{ index, probability: agreeing }];
      carried = fraction;
      continue;
    }
    const { carrierStays, decidedIn, carried: next } = pair(carried, fraction);
    const passed = sum(carriers, (index) => (chosen.has(index) === decidedIn ? 1 : 0));
    const kept = chosen.has(index) === decidedIn ? carrierStays : 0;
    for (const carrier of carriers) carrier.probability *= kept;
    carriers.push({ index, probability: passed * (1 - carrierStays) });
    carried = next;
    if (carried === 1) {
      agreeing = sum(carriers, (index) => (chosen.has(index) ? 1 : 0));
      carriers = [];
    }
  }
  if (carriers.length === 0) return agreeing;
  return sum(carriers, (index) => (chosen.has(index) ? carried : 1 - carried));
}

/** What comes of pairing a carried fraction with the next one. */
interface Pairing {
  /** The probability that the carrier carries on, and the other entry is decided. */
  readonly carrierStays: number;
  /** Whether the entry that is decided is in the set. */
  readonly decidedIn: boolean;
  /** What is carried on, in (0, 1]; at 1 its carrier is decided too: in. */
  readonly carried: number;
}

/** Both in (0, 1). */
function pair(carried: number, fraction: number): Pairing {
  const sum = carried + fraction;
  if (sum > 1 + WHOLE) {
    return { carrierStays: (1 - carried) / (2 - sum), decidedIn: true, carried: sum - 1 };
  }
  const rest = sum > 1 - WHOLE ? 1 : sum;
  return { carrierStays: carried / sum, decidedIn: false, carried: rest };
}

function fractionalIndices(fractions: readonly number[]): number[] {
  return [...fractions.keys()].filter((index) => !isWhole(fractions[index] as number));
}

function isWhole(fraction: number): boolean {
  return fraction < WHOLE || fraction > 1 - WHOLE;
}

function sum(
  carriers: readonly { readonly index: number; readonly probability: number }[],
  weight: (index: number) => number,
): number {
  return carriers.reduce((total, { index, probability }) => total + probability * weight(index), 0);
}
