import { z } from 'zod';
import { rateLimits, type RateLimits } from '#contracts';
import type { OpenBreaker } from '#storage';
import { entryView, type EntryView } from './registry-view.js';

const breaker = z
  .strictObject({
    state: z
      .enum(['closed', 'open', 'half-open'])
      .describe('Open: left out of the choice. Half-open: a query may try whether it answers.'),
    open_since: z.iso.datetime().nullable(),
    probe_at: z.iso.datetime().nullable().describe('When a query may try next.'),
    trips: z.int().describe('How often it was found failing since it opened.'),
    reason: z.string().nullable().describe('The last failure.'),
  })
  .meta({ id: 'Breaker' });
type BreakerView = z.infer<typeof breaker>;

/** A model as it is configured, and how it does. */
export const modelView = entryView
  .extend({
    breaker: breaker.describe('The circuit breaker, as all local-servers together see it.'),
    rate_limits: z
      .strictObject({
        requests_per_minute: z.int().nullable(),
        tokens_per_minute: z.int().nullable(),
      })
      .describe('What all local-servers together keep to; null: no limit.'),
  })
  .meta({ id: 'RegisteredModel' });
export type ModelView = z.infer<typeof modelView>;

export const modelList = z
  .strictObject({ data: z.array(modelView) })
  .meta({ id: 'RegisteredModelList' });
export type ModelList = z.infer<typeof modelList>;

/** @param open the model's breaker, if it is not closed */
export function viewOfModel(entry: EntryView, open: OpenBreaker | undefined, now: Date): ModelView {
  return {
    ...entry,
    breaker: open === undefined ? CLOSED : viewOfBreaker(open, now),
    rate_limits: viewOfLimits(rateLimits.safeParse(entry.config['limits']).data),
  };
}

const CLOSED: BreakerView = {
  state: 'closed',
  open_since: null,
  probe_at: null,
  trips: 0,
  reason: null,
};

function viewOfBreaker({ openSince, probeAt, trips, reason }: OpenBreaker, now: Date): BreakerView {
  return {
    state: now < probeAt ? 'open' : 'half-open',
    open_since: openSince.toISOString(),
    probe_at: probeAt.toISOString(),
    trips,
    reason,
  };
}

function viewOfLimits(limits: RateLimits | undefined): ModelView['rate_limits'] {
  return {
    requests_per_minute: limits?.requestsPerMinute ?? null,
    tokens_per_minute: limits?.tokensPerMinute ?? null,
  };
}
