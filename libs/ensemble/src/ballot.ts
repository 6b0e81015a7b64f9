import { SAME_BELIEF } from './belief-weight.js';
import type { Voice } from './voice.js';

/** A vote under way: what is believed after the answers so far, and who is still to be asked. */
export interface Ballot {
  /** Log beliefs by label; only their differences count. */
  readonly beliefs: readonly number[];
  /** Those still to be asked, in call order. */
  readonly waiting: readonly Voice[];
}

/** What a ballot says. */
export interface Verdict {
  readonly label: number;
  /** What is believed of each label: in [0, 1], sums to 1. */
  readonly beliefs: readonly number[];
  /** The labels that are believed in most: several where the vote is tied. */
  readonly tied: readonly number[];
}

/**
 * A belief vote before its first answer (ThriftLLM, arXiv 2501.04901): every label is as likely.
 * @param voices of the models, in call order
 * @param labels J, at least 2
 */
export function openBallot(voices: readonly Voice[], labels: number): Ballot {
  return { beliefs: new Array<number>(labels).fill(0), waiting: voices };
}

/** The ballot after the answer of the next model; null is an answer that is none of the labels. */
export function cast({ beliefs, waiting }: Ballot, answer: number | null): Ballot {
  const [voice, ...others] = waiting;
  if (voice === undefined) throw new RangeError('every model of the ballot has answered');
  return {
    beliefs: beliefs.map((belief, label) => belief + voice.support(answer, label)),
    waiting: others,
  };
}

/** The ballot after the next model failed to answer, which says nothing of the labels. */
export function abstain({ beliefs, waiting }: Ballot): Ballot {
  return { beliefs, waiting: waiting.slice(1) };
}

/**
 * Whether those still to be asked can no longer change the label, nor make a tie of it: then the
 * ballot says what it would say if all were asked. The paper's rule (arXiv 2501.04901) made exact: a
 * model below chance can also lower the leader, and what could end in a tie is not decided.
 */
export function isDecided({ beliefs, waiting }: Ballot): boolean {
  if (waiting.length === 0) return true;
  const leader = beliefs.indexOf(Math.max(...beliefs));
  return beliefs.every((belief, label) => {
    if (label === leader) return true;
    const swing = waiting.reduce((sum, voice) => sum + voice.swing(label, leader), 0);
    return (beliefs[leader] as number) - belief > swing + SAME_BELIEF;
  });
}

/**
 * What the ballot says: the label that is believed in most. Each of tied labels wins as often.
 * @param luck in [0, 1): which of them wins
 */
export function verdictOf({ beliefs }: Ballot, luck: number): Verdict {
  const most = Math.max(...beliefs);
  const tied = beliefs.flatMap((belief, label) => (belief >= most - SAME_BELIEF ? [label] : []));
  const odds = beliefs.map((belief) => Math.exp(belief - most));
  const sum = odds.reduce((a, b) => a + b, 0);
  return {
    label: tied[Math.floor(luck * tied.length)] as number,
    beliefs: odds.map((one) => one / sum),
    tied,
  };
}
