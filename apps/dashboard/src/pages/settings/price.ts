import { isFields } from './merge-patch.js';

const PRICE = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/**
 * What a million tokens cost, as people write it; `–` where that is not said.
 * @param price as in purser.yaml, by the token or by the million
 */
export function perMillion(price: unknown, side: 'input' | 'output'): string {
  const usd = usdPerMillion(price, side);
  return usd === undefined ? '–' : `$${PRICE.format(usd)}`;
}

function usdPerMillion(price: unknown, side: 'input' | 'output'): number | undefined {
  if (!isFields(price)) return undefined;
  const million = price[`${side}UsdPerMillionTokens`];
  if (typeof million === 'number') return million;
  const token = price[`${side}UsdPerToken`];
  // Without the noise of binary fractions.
  return typeof token === 'number' ? Number((token * 1e6).toPrecision(12)) : undefined;
}
