import type { Voice } from './voice.js';

/**
 * How often a model gave each answer where each label was right: a row a label, `J + 1` columns, of
 * which the last counts the answers outside the labels.
 */
export type ConfusionCounts = readonly (readonly number[])[];

/** The counts of a model that was never judged. */
export function noConfusion(labels: number): number[][] {
  return Array.from({ length: labels }, () => new Array<number>(labels + 1).fill(0));
}

/**
 * The voice of a model whose errors are known by label (Dawid and Skene 1979): an answer adds
 * `ln P(answer | label)`. Where counts are few they are blended with uniform errors, so that the
 * voice of a model that was never judged is that of its chance of being right.
 * @param chance that the model is right, in (0, 1): what a row is expected to say before its counts
 * @param priorWeight how many judged answers that expectation is worth in each row, above 0
 */
export function confusionVoice(
  counts: ConfusionCounts,
  chance: number,
  priorWeight: number,
): Voice {
  return tableVoice(confusionTable(counts, chance, priorWeight));
}

/** `ln P(answer | label)` of a model, by label and answer as in its counts; else as `confusionVoice`. */
export function confusionTable(
  counts: ConfusionCounts,
  chance: number,
  priorWeight: number,
): number[][] {
  const labels = counts.length;
  const outside = counts.reduce((sum, row) => sum + (row[labels] ?? 0), 0);
  const all = counts.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  // Before any count, answers outside the labels are as likely whatever is right: they cancel out.
  const strayShare = (outside + 0.5) / (all + 1);
  return counts.map((row, label) =>
    logShares(row, (answer) => {
      if (answer === labels) return priorWeight * strayShare;
      const given = answer === label ? chance : (1 - chance) / (labels - 1);
      return priorWeight * (1 - strayShare) * given;
    }),
  );
}

/** The voice of a model whose `ln P(answer | label)` are known. */
export function tableVoice(table: readonly (readonly number[])[]): Voice {
  const labels = table.length;
  const at = (label: number, answer: number): number => table[label]?.[answer] ?? 0;
  return {
    support: (answer, label) => at(label, answer ?? labels),
    swing: (label, leader) => {
      let most = 0;
      for (let answer = 0; answer <= labels; answer += 1) {
        most = Math.max(most, at(label, answer) - at(leader, answer));
      }
      return most;
    },
  };
}

function logShares(row: readonly number[], prior: (answer: number) => number): number[] {
  const weights = row.map((count, answer) => count + prior(answer));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Math.log(weight / sum));
}
