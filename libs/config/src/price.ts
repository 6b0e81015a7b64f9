import { z } from 'zod';

const usd = z.number().nonnegative().exactOptional();
const PER_MILLION = 1e6;

/**
 * What a provider charges, as written: the input's and the output's price, each either per million
 * tokens or per token, and the same for input that is read from or written to its prompt cache where
 * that has a price of its own. Parsed into dollars per million tokens and a fee per request in dollars.
 */
export const price = z
  .strictObject({
    inputUsdPerMillionTokens: usd,
    outputUsdPerMillionTokens: usd,
    inputUsdPerToken: usd,
    outputUsdPerToken: usd,
    cachedInputUsdPerMillionTokens: usd,
    cachedInputUsdPerToken: usd,
    cacheWriteUsdPerMillionTokens: usd,
    cacheWriteUsdPerToken: usd,
    requestUsd: z.number().nonnegative().default(0),
  })
  .transform((written, context) => {
    const perMillion = (side: Side, needed: boolean): number | undefined => {
      const million = written[`${side}UsdPerMillionTokens`];
      const token = written[`${side}UsdPerToken`];
      const given = Number(million !== undefined) + Number(token !== undefined);
      if (given === 2 || (needed && given === 0))
        context.addIssue({
          code: 'custom',
          message: `needs either ${side}UsdPerMillionTokens or ${side}UsdPerToken, and not both${needed ? '; 0 if it is free' : ''}`,
        });
      return million ?? (token === undefined ? undefined : withoutNoise(token * PER_MILLION));
    };
    const cached = perMillion('cachedInput', false);
    const cacheWrite = perMillion('cacheWrite', false);
    return {
      inputUsdPerMillionTokens: perMillion('input', true) ?? 0,
      outputUsdPerMillionTokens: perMillion('output', true) ?? 0,
      ...(cached !== undefined && { cachedInputUsdPerMillionTokens: cached }),
      ...(cacheWrite !== undefined && { cacheWriteUsdPerMillionTokens: cacheWrite }),
      requestUsd: written.requestUsd,
    };
  });

type Side = 'input' | 'output' | 'cachedInput' | 'cacheWrite';

/** 0.00000015 dollars a token is 0.15 a million, not 0.15 and a rounding error. */
function withoutNoise(dollars: number): number {
  return Number(dollars.toPrecision(12));
}
