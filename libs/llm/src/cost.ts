import type { ModelSpec, Price } from '#contracts';
import type { Usage } from './usage.js';

const NANO = 1e9;
/** Dollars per million tokens are 1,000 nano-dollars a token. */
const NANO_PER_TOKEN = 1_000;

/** What a provider charges for a call by its price list, in nano-dollars, rounded up. */
export function priceOf(usage: Usage, price: Price): number {
  const { cachedInputTokens, cacheWriteTokens } = usage;
  const {
    inputUsdPerMillionTokens: input,
    cachedInputUsdPerMillionTokens: cached = input,
    cacheWriteUsdPerMillionTokens: cacheWrite = input,
  } = price;
  const freshTokens = usage.inputTokens - cachedInputTokens - cacheWriteTokens;
  return wholeNanos(
    (freshTokens * input +
      cachedInputTokens * cached +
      cacheWriteTokens * cacheWrite +
      usage.outputTokens * price.outputUsdPerMillionTokens) *
      NANO_PER_TOKEN +
      price.requestUsd * NANO,
  );
}

/** What a call cost, in nano-dollars: as billed for a model with `cost: reported`, else by its price. */
export function costOf(usage: Usage, { cost, price }: Pick<ModelSpec, 'cost' | 'price'>): number {
  return cost === 'reported' && usage.billedUsd !== undefined
    ? wholeNanos(usage.billedUsd * NANO)
    : priceOf(usage, price);
}

/**
 * The most that a call may cost by the price list, in nano-dollars: of its input, each token at the
 * dearest of the prices for input.
 */
export function boundOf(
  { inputTokens, outputTokens }: Pick<Usage, 'inputTokens' | 'outputTokens'>,
  price: Price,
): number {
  const dearest = Math.max(
    price.inputUsdPerMillionTokens,
    price.cachedInputUsdPerMillionTokens ?? 0,
    price.cacheWriteUsdPerMillionTokens ?? 0,
  );
  return wholeNanos(
    (inputTokens * dearest + outputTokens * price.outputUsdPerMillionTokens) * NANO_PER_TOKEN +
      price.requestUsd * NANO,
  );
}

/** Rounded up, but for the last digits of a float, which are noise: 300.00000000000006 is 300. */
function wholeNanos(nanoUsd: number): number {
  return Math.ceil(Number(nanoUsd.toPrecision(14)));
}
