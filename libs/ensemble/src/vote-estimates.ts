import { ONE_REWARD_MICRO, type ArmStatistics, type ModelId, type Random } from '#bandit';
import {
  chanceOf,
  judge,
  neverJudged,
  pooledCounts,
  together,
  type RightCount,
} from './cluster-chances.js';
import { clippedChance } from './belief-weight.js';
import { confusionTable, noConfusion } from './confusion-voice.js';
import { kindReader, learnKinds, type QueryKinds } from './query-kinds.js';

/** A vote of which it became known who was right. */
export interface JudgedBallot {
  readonly text: string;
  /** The number of the right label; null where that is not known. */
  readonly truth: number | null;
  readonly votes: readonly JudgedAnswer[];
}

/** What a model of a judged ballot said. */
export interface JudgedAnswer {
  readonly model: ModelId;
  /** Null for none of the labels. */
  readonly label: number | null;
  /** In [0, 1]; null where that is not known. */
  readonly right: number | null;
}

/** What is known of a model besides one chance of being right. */
interface ModelEstimates {
  /** By kind of query. */
  readonly byKind: readonly RightCount[];
  /** By right label and answer: see `ConfusionCounts`. */
  readonly byLabel: readonly (readonly number[])[];
}

/** What judged ballots teach of the models by kind of query and by label. Plain JSON. */
export interface VoteEstimates {
  readonly kinds: QueryKinds;
  readonly models: Readonly<Record<ModelId, ModelEstimates>>;
}

/** What is told apart. */
export interface EstimateTerms {
  /** J. */
  readonly labels: number;
  /** Kinds of queries, at least 1. */
  readonly clusters: number;
}

/** Counts judged ballots by kind of query and by label. */
export function voteEstimates(
  ballots: readonly JudgedBallot[],
  { labels, clusters }: EstimateTerms,
  random: Random,
): VoteEstimates {
  const texts = clusters > 1 ? ballots.map(({ text }) => text) : [];
  const kinds = learnKinds(texts, clusters, random);
  const kindOf = kindReader(kinds);
  const count = Math.max(1, kinds.centroids.length);
  const models = new Map<ModelId, { byKind: RightCount[]; byLabel: number[][] }>();
  for (const { text, truth, votes } of ballots) {
    const kind = kindOf(text);
    for (const { model, label, right } of votes) {
      const known = models.get(model) ?? {
        byKind: new Array<RightCount>(count).fill(neverJudged),
        byLabel: noConfusion(labels),
      };
      models.set(model, known);
      if (right !== null) known.byKind[kind] = judge(known.byKind[kind] ?? neverJudged, right);
      const row = truth === null ? undefined : known.byLabel[truth];
      if (row !== undefined) row[label ?? labels] = (row[label ?? labels] ?? 0) + 1;
    }
  }
  return { kinds, models: Object.fromEntries(models) };
}

/** New estimates are made after a fifth more rewards, but not for few, nor as many as this. */
const NEWS_SHARE = 0.2;
const NEWS_RANGE = [60, 3_000] as const;

/**
 * Whether enough has been learnt since the last estimates for new ones.
 * @param then the rewards that were known when the last were made; 0 before the first
 */
export function areDue(then: number, now: number): boolean {
  const [least, most] = NEWS_RANGE;
  return Math.abs(now - then) >= Math.max(least, Math.min(most, NEWS_SHARE * then));
}

/**
 * The statistics as they are for one kind of query: each model's chance is moved by the odds that it
 * has there against those that it has on the whole, and rests on no more answers than are known of the
 * kind, with what the other kinds tell of it.
 */
export function armsOfKind(
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
  { models }: VoteEstimates,
  kind: number,
): ReadonlyMap<ModelId, ArmStatistics> {
  return new Map(
    [...statistics].map(([model, arm]) => [
      model,
      armOfKind(arm, models[model]?.byKind ?? [], kind),
    ]),
  );
}

function armOfKind(arm: ArmStatistics, byKind: readonly RightCount[], kind: number): ArmStatistics {
  const here = pooledCounts(byKind)[kind];
  if (byKind.length < 2 || here === undefined || arm.rewards === 0) return arm;
  const mean = clippedChance(arm.rewardSumMicro / arm.rewards / ONE_REWARD_MICRO);
  const odds =
    (oddsOf(mean) * oddsOf(here.right / here.judged)) / oddsOf(chanceOf(together(byKind)));
  const rewards = Math.min(arm.rewards, here.judged);
  const rewardSumMicro = Math.round((rewards * ONE_REWARD_MICRO * odds) / (1 + odds));
  // As of rewards that are 0 or 1, as those of votes are.
  return {
    ...arm,
    rewards,
    rewardSumMicro,
    rewardSquareSumMicro2: BigInt(rewardSumMicro) * BigInt(ONE_REWARD_MICRO),
  };
}

function oddsOf(chance: number): number {
  const clipped = clippedChance(chance);
  return clipped / (1 - clipped);
}

/** How many judged answers uniform errors are worth in each row of a confusion matrix. */
export const CONFUSION_PRIOR = 30;

/**
 * How a model is heard whose errors are known by label: a `confusionTable` from all that was counted.
 * @param chance that it is right, in (0, 1)
 */
export function tableOf(
  model: ModelId,
  chance: number,
  { models }: Pick<VoteEstimates, 'models'>,
  labels: number,
): number[][] {
  const counts = models[model]?.byLabel ?? noConfusion(labels);
  return confusionTable(counts, clippedChance(chance), CONFUSION_PRIOR);
}
