import { z } from 'zod';
import { queryView, type QueryView } from '../queries/query-view.js';
import type { CallEntity, GivenRating, LedgerEntry, StoredMessage } from '#storage';
import { roundView, type RoundView } from './round-view.js';

const openedCall = queryView.shape.calls.element.extend({
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  tokens: z.int().nullable().describe('Read and written, together.'),
  reward_source: z
    .enum(['evaluator', 'rating', 'default', 'next', 'failure'])
    .nullable()
    .describe('Where its reward comes from.'),
  lost_attempts: z.int().describe('Of the attempts, those whose end nobody saw.'),
  is_fallback: z.boolean(),
});

/** A round with all that is known of it. */
export const openedRoundView = z
  .strictObject({
    query: queryView,
    round: roundView,
    messages: z
      .array(z.record(z.string(), z.unknown()))
      .nullable()
      .describe('What was asked; null where it is not kept.'),
    calls: z.array(openedCall).describe('In call order.'),
    ledger: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        kind: z.enum(['reserve', 'settle', 'release', 'adjust']),
        usd: z.number().describe('Reserved, or spent; of a release what was freed, below 0.'),
        reserved_usd: z.number().describe('By how much the reservation changes.'),
        settled_usd: z.number().describe('By how much what is spent changes.'),
      }),
    ),
    ratings: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        source: z.string(),
        model: z.string().nullable().describe('Null: of the answer that was served.'),
        score: z.number(),
        comment: z.string().nullable(),
        counted: z.boolean().describe('Whether it is in the reward of an answer.'),
      }),
    ),
    why: z.array(z.string()).describe('In words: how its models were chosen, and what came of it.'),
  })
  .meta({ id: 'OpenedRound' });
export type OpenedRoundView = z.infer<typeof openedRoundView>;

/** All that is shown. */
export interface OpenedRound {
  query: QueryView;
  round: RoundView;
  messages: readonly StoredMessage[] | null;
  calls: readonly CallEntity[];
  ledger: readonly LedgerEntry[];
  ratings: readonly GivenRating[];
  why: string[];
}

export function viewOfOpened({ messages, ...opened }: OpenedRound): OpenedRoundView {
  return {
    query: opened.query,
    round: opened.round,
    messages: messages && messages.map((message) => ({ ...message })),
    calls: opened.query.calls.flatMap((view, at) => {
      const call = opened.calls[at];
      return call === undefined ? [] : [{ ...view, ...besides(call) }];
    }),
    ledger: opened.ledger.map(viewOfEntry),
    ratings: opened.ratings.map(({ at, scoreMicro, ...rating }) => ({
      at: at.toISOString(),
      ...rating,
      score: scoreMicro / 1e6,
    })),
    why: opened.why,
  };
}

function besides(call: CallEntity) {
  const { startedAt, latencyMs, inputTokens, outputTokens } = call;
  const isCounted = inputTokens !== null || outputTokens !== null;
  return {
    started_at: startedAt.toISOString(),
    ended_at: new Date(startedAt.getTime() + Math.round(latencyMs)).toISOString(),
    tokens: isCounted ? (inputTokens ?? 0) + (outputTokens ?? 0) : null,
    reward_source: call.rewardSource,
    lost_attempts: call.lostAttempts,
    is_fallback: call.isFallback,
  };
}

function viewOfEntry({ at, kind, reservedNano, settledNano }: LedgerEntry) {
  const nano = kind === 'reserve' || kind === 'release' ? reservedNano : settledNano;
  return {
    at: at.toISOString(),
    kind,
    usd: nano / 1e9,
    reserved_usd: reservedNano / 1e9,
    settled_usd: settledNano / 1e9,
  };
}
