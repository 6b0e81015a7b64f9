import { z } from 'zod';

const usd = z.number().nonnegative().exactOptional();
const PER_MILLION = 1e6;

/**
 * What a provider charges, as written: the input's and the output's price, each either per million
 * tokens or per token. Parsed into dollars per million tokens and a fee per request in dollars.
 */
export const price = z
  .strictObject({
    inputUsdPerMillionTokens: usd,
    outputUsdPerMillionTokens: usd,
    inputUsdPerToken: usd,
    outputUsdPerToken: usd,
    requestUsd: z.number().nonnegative().default(0),
  })
  .transform((written, context) => {
    const perMillion = (side: 'input' | 'output'): number => {
      const million = written[`${side}UsdPerMillionTokens`];
      const token = written[`${side}UsdPerToken`];
      if ((million === undefined) === (token === undefined))
        context.addIssue({
          code: 'custom',
          message: `needs either ${side}UsdPerMillionTokens or ${side}UsdPerToken, and not both; 0 if it is free`,
        });
      return million ?? withoutNoise((token ?? 0) * PER_MILLION);
    };
    return {
      inputUsdPerMillionTokens: perMillion('input'),
      outputUsdPerMillionTokens: perMillion('output'),
      requestUsd: written.requestUsd,
    };
  });

/** 0.00000015 dollars a token is 0.15 a million, not 0.15 and a rounding error. */
function withoutNoise(dollars: number): number {
  return Number(dollars.toPrecision(12));
}
