import { rangeFaults, SettingsError } from '#bandit';
import type { Execution } from './subset-time.js';

/**
 * How a subset is chosen. The first three are SelectLLM's (arXiv 2408.08545): the models with most
 * confidence; those of them that are predicted to succeed; the models with most confidence, whose votes
 * weigh as much. `priced` is ours: the most chance of success, less the price of time and money.
 */
export const selectWays = [
  'max-confidence',
  'labelled-top-k',
  'weighted-max-confidence',
  'priced',
] as const;
export type SelectWay = (typeof selectWays)[number];

/** What a subset is chosen by. */
export interface SelectTerms {
  readonly way: SelectWay;
  /** Models in a subset, at most. */
  readonly size: number;
  /** Whether smaller subsets are not looked at where there is no target; for `priced`. */
  readonly exactly: boolean;
  readonly execution: Execution;
  /** The chance of success that is enough: the smallest subset that reaches it is chosen. */
  readonly target: number | null;
  /** Subsets that are expected to take longer are not chosen, unless all are. */
  readonly latencyTargetMs: number | null;
  /** Chance of success that a second must earn to be spent. */
  readonly pricePerSecond: number;
  /** Chance of success that a dollar must earn to be spent. */
  readonly pricePerUsd: number;
}

/** Used where nothing else is said. */
export const selectTermsDefaults: SelectTerms = {
  way: 'priced',
  size: 3,
  exactly: true,
  execution: 'parallel',
  target: null,
  latencyTargetMs: null,
  pricePerSecond: 0,
  pricePerUsd: 0,
};

/** @throws {SettingsError} which lists every term that is out of range */
export function assertTerms(terms: SelectTerms): void {
  const { size, pricePerSecond, pricePerUsd, target, latencyTargetMs } = terms;
  const faults = [
    ...rangeFaults({ size }, { size: [1, 8] }),
    ...rangeFaults(
      { pricePerSecond, pricePerUsd },
      { pricePerSecond: [0, 1e9], pricePerUsd: [0, 1e9] },
    ),
    ...(target === null ? [] : rangeFaults({ target }, { target: [0, 1] })),
    ...(latencyTargetMs === null
      ? []
      : rangeFaults({ latencyTargetMs }, { latencyTargetMs: [1, 1e9] })),
    ...(Number.isInteger(size) ? [] : [`size is ${size}, must be an integer`]),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
}
