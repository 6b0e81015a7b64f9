const SIGNIFICANT = 2;

/**
 * Dollars with as many digits as tell something: $12.30, $0.043, $0.00021; never an exponent.
 * @param digits significant digits of amounts below a dollar
 */
export function dollars(usd: number, digits = SIGNIFICANT): string {
  const sign = usd < 0 ? '−' : '';
  const size = Math.abs(usd);
  if (size === 0) return '$0';
  if (size >= 1) {
    const decimals = size >= 1_000 ? 0 : 2;
    return `${sign}$${size.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}`;
  }
  const decimals = Math.min(12, digits - 1 - Math.floor(Math.log10(size)));
  return `${sign}$${size.toFixed(decimals)}`;
}
