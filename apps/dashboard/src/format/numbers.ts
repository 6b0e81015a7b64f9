const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 1,234,567 */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** A reward or another score, to three digits behind the point. */
export function score(value: number): string {
  return value.toFixed(3).replace('-', '−');
}

/** A share of one as a percentage: 0.4237 is 42.4%. */
export function percent(share: number, decimals = 1): string {
  return `${(100 * share).toFixed(decimals).replace('-', '−')}%`;
}

/** So many a second, to two digits: 0.42, 12, 1,204. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return count(perSecond);
  return perSecond.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}
