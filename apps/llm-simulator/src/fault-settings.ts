import { z } from 'zod';

const rate = z.number().min(0).max(1);

/** What goes wrong, and how often: each rate is the share of calls, drawn anew for each call. */
const faultSettings = z.strictObject({
  /** Calls refused with `errorStatus`; a 429 names `retryAfterSeconds`. */
  errorRate: rate,
  errorStatus: z.int().min(400).max(599),
  retryAfterSeconds: z.number().nonnegative(),
  /** Calls that take `slowMs` longer. */
  slowRate: rate,
  slowMs: z.number().nonnegative(),
  /** Calls whose connection is cut before the answer. */
  cutRate: rate,
  /** Streams whose connection is cut half way, that end half way with an error, that halt for `stallMs`. */
  streamCutRate: rate,
  streamErrorRate: rate,
  streamStallRate: rate,
  stallMs: z.number().nonnegative(),
  /** The models that are faulty; null: all. */
  models: z.array(z.string()).nullable(),
});
export type FaultSettings = z.infer<typeof faultSettings>;

/** A change of some of the settings. */
export const faultChange = faultSettings.partial();
export type FaultChange = z.infer<typeof faultChange>;

export const noFaults: FaultSettings = {
  errorRate: 0,
  errorStatus: 500,
  retryAfterSeconds: 1,
  slowRate: 0,
  slowMs: 1_000,
  cutRate: 0,
  streamCutRate: 0,
  streamErrorRate: 0,
  streamStallRate: 0,
  stallMs: 10_000,
  models: null,
};
