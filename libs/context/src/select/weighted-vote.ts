import type { ModelId } from '#bandit';
import { clipped } from './log-odds.js';
import type { SelectExample } from './select-example.js';

/** Two weights that differ by less are equal: sums in floating point differ by order. */
const SAME_WEIGHT = 1e-9;

/** A model's vote. */
export interface WeighedVote {
  /** Null: it gave none. */
  readonly answer: string | null;
  /** Above 0. */
  readonly weight: number;
}

/**
 * The answer with most weight behind it; of equals the one whose first vote stands first.
 * "Weighted maximum confidence" of SelectLLM (arXiv 2408.08545), where weights are confidences.
 * @returns null where nobody answered
 */
export function winnerOf(votes: readonly WeighedVote[]): string | null {
  const weights = new Map<string, number>();
  for (const { answer, weight } of votes)
    if (answer !== null) weights.set(answer, (weights.get(answer) ?? 0) + weight);
  let winner: string | null = null;
  let most = 0;
  for (const [answer, weight] of weights) {
    if (weight <= most + SAME_WEIGHT) continue;
    winner = answer;
    most = weight;
  }
  return winner;
}

/**
 * The chance that a vote weighed by confidences is right, if models succeed independently: right
 * answers are the same, wrong ones are all the same or all different.
 * @param confidences of those who vote, in (0, 1)
 * @param agreement how often wrong answers are the same, in [0, 1]
 */
export function voteChance(confidences: readonly number[], agreement: number): number {
  let right = 0;
  for (let pattern = 1; pattern < 2 ** confidences.length; pattern += 1) {
    let chance = 1;
    let [behind, against, strongest] = [0, 0, 0];
    confidences.forEach((confidence, at) => {
      const succeeds = (pattern & (1 << at)) !== 0;
      chance *= succeeds ? confidence : 1 - confidence;
      if (succeeds) behind += confidence;
      else {
        against += confidence;
        strongest = Math.max(strongest, confidence);
      }
    });
    if (behind > against) right += chance;
    else if (behind > strongest) right += chance * (1 - agreement);
  }
  return right;
}

/** How many pairs of wrong answers the even odds are worth, where few were seen. */
const PRIOR_PAIRS = 10;

/**
 * How often two models that are wrong about a query say the same, in (0, 1).
 * @param successAt an answer is wrong if its reward is below this
 */
export function agreementOf(
  models: readonly ModelId[],
  examples: readonly SelectExample[],
  successAt: number,
): number {
  let [pairs, alike] = [PRIOR_PAIRS, PRIOR_PAIRS / 2];
  for (const { outcomes } of examples) {
    const wrong = models.flatMap((model) => {
      const { reward = null, answer = null } = outcomes.get(model) ?? {};
      return answer !== null && reward !== null && reward < successAt ? [answer] : [];
    });
    wrong.forEach((answer, at) => {
      for (const other of wrong.slice(at + 1)) {
        pairs += 1;
        if (answer === other) alike += 1;
      }
    });
  }
  return clipped(alike / pairs);
}
