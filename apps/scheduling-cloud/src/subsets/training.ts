import {
  emptyPacing,
  randomOf,
  type CombinationRules,
  type ModelId,
  type ModelOffer,
} from '#bandit';
import {
  decideBySubsets,
  LearntSubsets,
  readSubsets,
  selectCurve,
  selectPolicy,
  selectSettings,
  writeSubsets,
  type SelectExample,
  type SelectPolicySettings,
  type SubsetForecaster,
} from '#context';
import { atOnce, type LoggedRound } from '#replay';
import { confidenceFigures, type ConfidenceFigures } from './confidence-figures.js';
import { versus, type Comparison } from './comparison.js';

/** A round of the past: what is learnt of it, and what it tells of how to choose. */
export interface TrainingRound {
  readonly example: SelectExample;
  /** Null where its models were not drawn by a policy of the task, or its reward is not known. */
  readonly logged: LoggedRound | null;
}

/** What a version is learnt from; can be sent to a thread. */
export interface TrainingTerms {
  readonly offers: readonly ModelOffer[];
  readonly rewardModel: 'any-win' | 'vote';
  readonly labels: number | null;
  readonly size: number;
  readonly rules: CombinationRules | null;
  readonly budgetNano: number;
  readonly settings: SelectPolicySettings;
  /** An answer succeeds if its reward is at least this. */
  readonly successAt: number;
  /** Oldest first. */
  readonly rounds: readonly TrainingRound[];
  /** What chooses now, and what calls cost today over what they cost when it was learnt. */
  readonly incumbent: {
    readonly content: Uint8Array;
    readonly priceFactors: ReadonlyMap<ModelId, number>;
  } | null;
}

/** What was measured of a version before it chose. */
export interface TrainingFigures {
  /** Models of the task of which too little is known: they are not chosen but to explore. */
  readonly leftOut: readonly ModelId[];
  /** The latest rounds, which what was measured was not learnt from. */
  readonly heldOut: number;
  readonly confidences: ConfidenceFigures;
  /** Null where nothing chose before, or no round tells. */
  readonly comparison: Comparison | null;
}

export interface Trained {
  readonly content: Uint8Array;
  readonly models: readonly ModelId[];
  readonly figures: TrainingFigures;
}

/** The history is too short, or tells too little of the task's models. */
export class TooLittleHistoryError extends Error {
  override readonly name = 'TooLittleHistoryError';
}

/** The part of the rounds that is held out, the latest. */
const HELD_OUT = 0.2;
/** Calls of a model with a known reward, and with a known latency, that it takes to learn of it. */
const LEAST_CALLS = 10;

/**
 * Learns a version from all rounds, and measures one that is learnt from all but the latest on those.
 * @throws {TooLittleHistoryError}
 */
export function trained(terms: TrainingTerms): Trained {
  const { rounds, settings } = terms;
  if (rounds.length < settings.leastQueries)
    throw new TooLittleHistoryError(
      `${rounds.length} queries with a known reward are too few to learn from, it takes ${settings.leastQueries}: ask and rate some more, or lower leastQueries`,
    );
  const parted = rounds.length - Math.ceil(HELD_OUT * rounds.length);
  const [earlier, latest] = [rounds.slice(0, parted), rounds.slice(parted)];
  const whole = learnt(terms, rounds);
  const models = whole.models;
  const measured = learnt(terms, earlier);
  const figures = {
    leftOut: terms.offers.map(({ model }) => model).filter((model) => !models.includes(model)),
    heldOut: latest.length,
    confidences: confidenceFigures(
      measured,
      earlier.map(({ example }) => example),
      latest.map(({ example }) => example),
      terms.successAt,
    ),
    comparison: compared(terms, measured, earlier, latest),
  };
  return { content: writeSubsets(whole), models, figures };
}

/** @throws {TooLittleHistoryError} where too little is known of every model */
function learnt(
  { offers, size, rewardModel, settings, successAt }: TrainingTerms,
  rounds: readonly TrainingRound[],
): LearntSubsets {
  const examples = rounds.map(({ example }) => example);
  const models = offers.map(({ model }) => model).filter((model) => isKnown(model, examples));
  if (models.length === 0) {
    const names = offers.map(({ model }) => model).join(', ');
    throw new TooLittleHistoryError(
      `of no model there are ${LEAST_CALLS} answers with a known reward and latency in the history: ask ${names} some more queries, and rate the answers`,
    );
  }
  const { words, folds, successRidge, lengthRidge, draws } = settings;
  const own = selectSettings({ words, folds, successRidge, lengthRidge, draws, successAt });
  return LearntSubsets.from(models, Math.min(size, models.length), rewardModel, examples, own);
}

function isKnown(model: ModelId, examples: readonly SelectExample[]): boolean {
  const known = (figure: 'reward' | 'latencyMs'): number =>
    examples.filter(({ outcomes }) => (outcomes.get(model)?.[figure] ?? null) !== null).length;
  return known('reward') >= LEAST_CALLS && known('latencyMs') >= LEAST_CALLS;
}

function compared(
  terms: TrainingTerms,
  candidate: SubsetForecaster,
  earlier: readonly TrainingRound[],
  latest: readonly TrainingRound[],
): Comparison | null {
  const { incumbent, offers } = terms;
  if (incumbent === null) return null;
  const known = new Set(offers.map(({ model }) => model));
  const tell = (rounds: readonly TrainingRound[]): { text: string; logged: LoggedRound }[] =>
    rounds.flatMap(({ example, logged }) =>
      logged?.combination.every((model) => known.has(model)) === true
        ? [{ text: example.query.text, logged }]
        : [],
    );
  const held = tell(latest);
  if (held.length === 0) return null;
  const today = new Map<ModelId, number>();
  const before = tell(earlier).map(({ logged }) => logged);
  return versus(
    held,
    before,
    chooserOf(terms, candidate, today),
    chooserOf(terms, readSubsets(incumbent.content), incumbent.priceFactors),
  );
}

/** What a forecaster's choices would have been drawn from, where the budget is kept just so. */
function chooserOf(
  { offers, rewardModel, labels, size, rules, budgetNano, settings }: TrainingTerms,
  forecaster: SubsetForecaster,
  priceFactors: ReadonlyMap<ModelId, number>,
) {
  const policy = selectPolicy({ ...settings, exploration: 0 });
  const input = {
    ...{ offers, rewardModel, size, budgetNano, statistics: new Map(), round: 1 },
    pacing: emptyPacing,
    ...(labels !== null && { labels }),
    ...(rules && { rules }),
  };
  const curve = atOnce(selectCurve(forecaster, input, policy.settings, priceFactors));
  const random = randomOf(1);
  return (text: string) =>
    decideBySubsets(
      policy,
      { forecaster, curve, priceFactors },
      { ...input, query: { text } },
      random,
    ).relaxed;
}
