import type { TokenPrice } from '#bandit';
import type { JudgeSpec, Price } from '#contracts';

const NANO_PER_TOKEN = 1e9 / 1e6;

/** A price of the configuration in the learner's units. */
export function tokenPriceOf(price: Price): TokenPrice {
  return {
    inputNano: price.inputUsdPerMillionTokens * NANO_PER_TOKEN,
    outputNano: price.outputUsdPerMillionTokens * NANO_PER_TOKEN,
    requestNano: price.requestUsd * 1e9,
  };
}

/** Of the rubric and of what frames it, and of a usual verdict. */
const BYTES_PER_TOKEN = 4;
const FRAME_TOKENS = 250;
const VERDICT_TOKENS = 60;

/**
 * What it is expected to cost to ask a model and have its answer judged, as a price for the model's
 * tokens: the judge reads the query and the answer too, and besides them as much each time.
 */
export function judgedPrice(
  asked: TokenPrice,
  judge: TokenPrice,
  { rubric, maxOutputTokens }: Pick<JudgeSpec, 'rubric' | 'maxOutputTokens'>,
): TokenPrice {
  const readTokens = FRAME_TOKENS + Math.ceil(Buffer.byteLength(rubric) / BYTES_PER_TOKEN);
  const saidTokens = Math.min(VERDICT_TOKENS, maxOutputTokens);
  return {
    inputNano: asked.inputNano + judge.inputNano,
    outputNano: asked.outputNano + judge.inputNano,
    requestNano:
      asked.requestNano +
      judge.requestNano +
      readTokens * judge.inputNano +
      saidTokens * judge.outputNano,
  };
}
