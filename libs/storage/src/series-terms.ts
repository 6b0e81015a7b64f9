/** The NOTIFY channel on which replicas hear that a task's sums over time have changed. */
export const SERIES_CHANNEL = 'purser_series';

/** Seconds of a bucket. */
export type SeriesStep = 1 | 60 | 3600;

/** How long buckets are kept, in milliseconds: fine ones two hours, those of an hour two years. */
export const SERIES_KEPT_MS: Readonly<Record<SeriesStep, number>> = {
  1: 2 * 3_600_000,
  60: 14 * 86_400_000,
  3600: 730 * 86_400_000,
};

/** So many combinations of a bucket are told apart; the rest are counted together. */
export const COMBINATIONS_KEPT = 40;
