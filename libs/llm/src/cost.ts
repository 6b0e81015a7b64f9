import type { ModelSpec, Price } from '#contracts';
import type { Usage } from './usage.js';

const NANO = 1e9;

/** What a provider charges for a call by its price list, in nano-dollars, rounded up. */
export function priceOf(usage: Usage, price: Price): number {
  // Dollars per million tokens are 1,000 nano-dollars a token.
  return wholeNanos(
    usage.inputTokens * price.inputUsdPerMillionTokens * 1_000 +
      usage.outputTokens * price.outputUsdPerMillionTokens * 1_000 +
      price.requestUsd * NANO,
  );
}

/** What a call cost, in nano-dollars: as billed for a model with `cost: reported`, else by its price. */
export function costOf(usage: Usage, { cost, price }: Pick<ModelSpec, 'cost' | 'price'>): number {
  return cost === 'reported' && usage.billedUsd !== undefined
    ? wholeNanos(usage.billedUsd * NANO)
    : priceOf(usage, price);
}

/** Rounded up, but for the last digits of a float, which are noise: 300.00000000000006 is 300. */
function wholeNanos(nanoUsd: number): number {
  return Math.ceil(Number(nanoUsd.toPrecision(14)));
}
