import { setsOf, type ModelId } from '#bandit';
import type { SelectExample } from '#context';
import { playSubset, SUCCESS_AT } from './played-subset.js';
import type { SelectOptions } from './select-options.js';

/** A subset that every query gets, with what it made of the queries that are learnt from. */
export interface StaticSubset {
  /** In call order: by accuracy in parallel, in a cascade by accuracy per time. */
  readonly members: readonly ModelId[];
  /** Of their votes: how often each was right. */
  readonly weights: readonly number[];
  readonly accuracy: number;
  readonly latency: number;
}

/** All subsets of exactly the size. */
export function staticSubsets(
  models: readonly ModelId[],
  train: readonly SelectExample[],
  options: SelectOptions,
): StaticSubset[] {
  const known = models
    .map((model) => ({ model, ...knownOf(model, train) }))
    .sort((left, other) =>
      options.execution === 'parallel'
        ? other.accuracy - left.accuracy
        : other.accuracy / other.latency - left.accuracy / left.latency,
    );
  return Array.from(setsOf(models.length, options.size, true), (set) => {
    const members = set.map((at) => known[at]?.model ?? '');
    const weights = set.map((at) => known[at]?.accuracy ?? 0);
    return { members, weights, ...playedStatic(train, { members, weights }, options) };
  });
}

/** Mean accuracy and latency of a subset that all queries get. */
export function playedStatic(
  examples: readonly SelectExample[],
  { members, weights }: Pick<StaticSubset, 'members' | 'weights'>,
  options: SelectOptions,
): { accuracy: number; latency: number } {
  let [accuracy, latency] = [0, 0];
  for (const example of examples) {
    const played = playSubset(example, members, weights, options);
    accuracy += played.reward / examples.length;
    latency += played.latency / examples.length;
  }
  return { accuracy, latency };
}

/** Two subsets whose accuracy differs by less are equally accurate. */
const SAME_ACCURACY = 1e-9;

/** The most accurate, and of equals the quickest: what SelectLLM is measured against. */
export function mostAccurate(subsets: readonly StaticSubset[]): StaticSubset {
  const most = Math.max(...subsets.map(({ accuracy }) => accuracy));
  return quickestWithin(subsets, most, SAME_ACCURACY);
}

/** The quickest of those whose accuracy is at most `within` below. */
export function quickestWithin(
  subsets: readonly StaticSubset[],
  accuracy: number,
  within: number,
): StaticSubset {
  return subsets
    .filter((one) => one.accuracy >= accuracy - within - SAME_ACCURACY)
    .reduce((one, other) => (other.latency < one.latency ? other : one));
}

/** The one whose accuracy is worth most, less the price of its time. */
export function bestAtPrice(subsets: readonly StaticSubset[], price: number): StaticSubset {
  const worth = ({ accuracy, latency }: StaticSubset) => accuracy - price * latency;
  return subsets.reduce((one, other) => (worth(other) > worth(one) ? other : one));
}

function knownOf(model: ModelId, train: readonly SelectExample[]) {
  let [accuracy, latency] = [0, 0];
  for (const { outcomes } of train) {
    const { reward = null, latencyMs = null } = outcomes.get(model) ?? {};
    accuracy += Number((reward ?? 0) >= SUCCESS_AT) / train.length;
    latency += (latencyMs ?? 0) / train.length;
  }
  return { accuracy, latency };
}
