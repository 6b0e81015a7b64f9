/** What a provider asks for tokens: nano-dollars from 0, fractions allowed. */
export interface TokenPrice {
  /** For one token. */
  readonly inputNano: number;
  readonly outputNano: number;
  /** For one call, whatever its tokens. */
  readonly requestNano: number;
}

/** Tokens of calls, summed. */
export interface TokenSums {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Of no calls. */
export const noTokens: TokenSums = { calls: 0, inputTokens: 0, outputTokens: 0 };

/** The tokens of two disjoint sets of calls together. */
export function addTokens(left: TokenSums, right: TokenSums): TokenSums {
  return {
    calls: left.calls + right.calls,
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
  };
}

/** What calls cost by the price list: nano-dollars. */
export function listedCost(price: TokenPrice, tokens: TokenSums): number {
  return (
    price.inputNano * tokens.inputTokens +
    price.outputNano * tokens.outputTokens +
    price.requestNano * tokens.calls
  );
}

/**
 * By what costs that were paid at one price are to be multiplied to be those of another, for calls
 * with such tokens; null where that can't be told: the tokens are not known, or cost nothing then.
 */
export function priceRatio(from: TokenPrice, to: TokenPrice, tokens: TokenSums): number | null {
  if (samePrice(from, to)) return 1;
  const paid = listedCost(from, tokens);
  return paid > 0 ? listedCost(to, tokens) / paid : null;
}

function samePrice(left: TokenPrice, right: TokenPrice): boolean {
  return (
    left.inputNano === right.inputNano &&
    left.outputNano === right.outputNano &&
    left.requestNano === right.requestNano
  );
}

/** The output of a call before any of the task was seen, in tokens. */
const UNSEEN_OUTPUT_TOKENS = 256;
/** So many calls of a model's own weigh as much as what is known of the task's other models. */
const TASK_WEIGHT = 2;

/**
 * How long a model's next answer is expected to be, in tokens: the mean of its own, and while there
 * are few of those the task's, which is the mean of its models' means.
 * @param own the model's own calls
 * @param all the calls of each of the task's models
 */
export function expectedOutputTokens(own: TokenSums | undefined, all: Iterable<TokenSums>): number {
  const { calls, outputTokens } = own ?? noTokens;
  return (outputTokens + TASK_WEIGHT * taskOutputTokens(all)) / (calls + TASK_WEIGHT);
}

function taskOutputTokens(all: Iterable<TokenSums>): number {
  const means = Array.from(all)
    .filter(({ calls }) => calls > 0)
    .map(({ calls, outputTokens }) => outputTokens / calls);
  if (means.length === 0) return UNSEEN_OUTPUT_TOKENS;
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}
