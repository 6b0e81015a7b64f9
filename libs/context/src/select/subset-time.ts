import { ofMembers } from './subset-chances.js';

/** Whether all models of a subset are asked at once, or one after the other up to a success. */
export type Execution = 'parallel' | 'cascade';

/**
 * How long a subset takes in milliseconds, on average over draws of its models' latencies: the slowest
 * of them in parallel; in a cascade their sum, each by the chance that all before it failed.
 * @param members in call order
 * @param confidences of the members: chances to succeed
 * @param draws latencies of every model
 */
export function subsetMs(
  execution: Execution,
  members: readonly number[],
  confidences: readonly number[],
  draws: readonly Float64Array[],
): number {
  let sum = 0;
  for (const latencies of draws) {
    if (execution === 'parallel') sum += slowest(latencies, members);
    else sum += untilSuccess(ofMembers(latencies, members), confidences);
  }
  return sum / draws.length;
}

function slowest(latencies: Float64Array, members: readonly number[]): number {
  let most = 0;
  for (const member of members) most = Math.max(most, latencies[member] as number);
  return most;
}

/**
 * What is spent, be it time or money, by asking one after the other up to the first success.
 * @param amounts of each call, in call order
 * @param confidences chances to succeed, in call order
 */
export function untilSuccess(amounts: readonly number[], confidences: readonly number[]): number {
  let reached = 1;
  let sum = 0;
  amounts.forEach((amount, at) => {
    sum += reached * amount;
    reached *= 1 - (confidences[at] ?? 0);
  });
  return sum;
}
