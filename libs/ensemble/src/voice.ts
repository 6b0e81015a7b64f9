import { beliefWeight } from './belief-weight.js';

/** How the answers of one model bear on what is believed of each label. Labels are numbers from 0. */
export interface Voice {
  /** What the answer adds to the logarithm of a label's belief; null: it is none of the labels. */
  support(answer: number | null, label: number): number;
  /** The most by which any answer can bring `label` nearer to `leader`: at least 0. */
  swing(label: number, leader: number): number;
}

/**
 * The voice of a model whose errors are uniform over the other labels: its answer alone gains, or
 * loses, by the model's weight. An answer outside the labels says nothing of them.
 * @param weight `beliefWeight` of the model
 */
export function weightedVoice(weight: number): Voice {
  return {
    support: (answer, label) => (answer === label ? weight : 0),
    swing: () => Math.abs(weight),
  };
}

/** The voice of a model that is right with this chance. */
export function uniformVoice(chance: number, labels: number): Voice {
  return weightedVoice(beliefWeight(chance, labels));
}
