/**
 * A number as people write it: grouped by commas or not, with a sign, dollars, an exponent, or a
 * denominator. A hyphen after a word or a digit joins ("GPT-4", "3-5") and is no sign.
 */
const NUMBER =
  /(?<![\p{L}\d_])(?<sign>[-−]?\$?[-−]?)(?<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?<exponent>e[+-]?\d{1,3}(?!\d))?(?:\/(?<denominator>\d+))?/giu;

const LATEX_FRACTION = /\\[dt]?frac\{(-?[\d.]{1,30})\}\{([\d.]{1,30})\}/g;

/** What models are told to put before their final answer. */
const MARKERS = ['####', '\\boxed{'];

/** The number that a text ends in: the first after a marker of the final answer, else the last. */
export function finalNumber(text: string): number | undefined {
  const plain = text.replace(LATEX_FRACTION, '$1/$2');
  const [marked] = numbersIn(afterMarker(plain));
  return marked ?? numbersIn(plain).at(-1);
}

function afterMarker(text: string): string {
  const ends = MARKERS.map((marker) => text.lastIndexOf(marker) + marker.length);
  const end = Math.max(...ends.filter((_, index) => text.includes(MARKERS[index] ?? '')));
  return Number.isFinite(end) ? text.slice(end) : '';
}

function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(NUMBER), ({ groups = {} }) => {
    const { sign = '', digits = '', exponent = '', denominator = '1' } = groups;
    const size = Number(digits.replaceAll(',', '') + exponent) / Number(denominator);
    return /[-−]/.test(sign) ? -size : size;
  }).filter(Number.isFinite);
}
