import type { Outcome } from '#replay';
import type { DemoPrice } from './demo-plan.js';

/** A call of which all is known that a price is fitted to. */
interface Bill {
  readonly input: number;
  readonly output: number;
  readonly nano: number;
}

/**
 * The price that explains what calls cost: dollars per million tokens by least squares where tokens
 * are known and give prices of at least 0, else the median cost as a fee per request.
 */
export function fittedPrice(outcomes: readonly Outcome[]): DemoPrice {
  return perToken(billsOf(outcomes)) ?? perRequest(outcomes);
}

function billsOf(outcomes: readonly Outcome[]): Bill[] {
  return outcomes.flatMap(({ inputTokens: input, outputTokens: output, costNano: nano }) =>
    input === null || output === null || nano === null ? [] : [{ input, output, nano }],
  );
}

/** The normal equations of cost = a * input + b * output; null where they have no usable solution. */
function perToken(bills: readonly Bill[]): DemoPrice | null {
  const sum = (term: (bill: Bill) => number) => bills.reduce((all, bill) => all + term(bill), 0);
  const ii = sum(({ input }) => input * input);
  const io = sum(({ input, output }) => input * output);
  const oo = sum(({ output }) => output * output);
  const ic = sum(({ input, nano }) => input * nano);
  const oc = sum(({ output, nano }) => output * nano);
  const determinant = ii * oo - io * io;
  if (determinant <= 1e-9 * ii * oo) return null;
  const input = (ic * oo - oc * io) / determinant;
  const output = (oc * ii - ic * io) / determinant;
  return input < 0 || output < 0
    ? null
    : { inputUsdPerMillionTokens: rounded(input), outputUsdPerMillionTokens: rounded(output) };
}

function perRequest(outcomes: readonly Outcome[]): DemoPrice {
  const costs = outcomes.flatMap(({ costNano }) => costNano ?? []).toSorted((a, b) => a - b);
  const median = costs[Math.floor(costs.length / 2)] ?? 0;
  return {
    inputUsdPerMillionTokens: 0,
    outputUsdPerMillionTokens: 0,
    requestUsd: median / 1e9,
  };
}

/** Nano-dollars a token as dollars a million tokens, without the noise of the fit. */
function rounded(nanoPerToken: number): number {
  return Number((nanoPerToken / 1_000).toPrecision(6));
}
