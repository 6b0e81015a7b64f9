import { z } from 'zod';
import type { ArmStatistics, BelievedArm, TokenPrice } from '#bandit';
import type { ModelTotals, OpenBreaker } from '#storage';

const bounded = z.strictObject({ mean: z.number(), low: z.number(), high: z.number() });

const arm = z.strictObject({
  model: z.string(),
  state: z
    .enum(['active', 'joining', 'withdrawn'])
    .describe('Joining: nothing is known of it yet. Withdrawn: the task has it no more.'),
  chosen: z.int().describe('The rounds whose combination had it.'),
  calls: z.int().describe('That were made: a cascade may end before its turn.'),
  reward: bounded
    .nullable()
    .describe(
      'The mean of what it earned, as the task counts it, with an interval of 95%; null: nothing yet.',
    ),
  cost_usd: bounded
    .nullable()
    .describe("Of a call, at today's prices, with an interval of 95%; null: none was paid for."),
  latency_ms: z.strictObject({ mean: z.number() }).nullable().describe('Of a call.'),
  price: z
    .strictObject({
      input_usd_per_million_tokens: z.number(),
      output_usd_per_million_tokens: z.number(),
      request_usd: z.number(),
    })
    .nullable()
    .describe('What is reckoned with: with a judge, its price too. Null: it is withdrawn.'),
  breaker: z.enum(['closed', 'open', 'half-open']),
  last_seen_at: z.iso.datetime().nullable().describe('When it was chosen last, to the minute.'),
});
export type ArmView = z.infer<typeof arm>;

/** The models of a task, with what is known of each. */
export const armsView = z
  .strictObject({ task: z.string(), models: z.array(arm) })
  .meta({ id: 'TaskArms' });
export type ArmsView = z.infer<typeof armsView>;

/** All that is shown of a model. */
export interface KnownArm {
  believed: BelievedArm;
  statistics: ArmStatistics;
  totals: ModelTotals | undefined;
  /** Undefined: the task has it no more. */
  price: TokenPrice | undefined;
  breaker: OpenBreaker | undefined;
}

export function viewOfArm({ believed, statistics, totals, price, breaker }: KnownArm): ArmView {
  const { model, rewards, low, high, costs, lowNano, highNano } = believed;
  const { rewardSumMicro, costSumNano } = statistics;
  return {
    model,
    state: price === undefined ? 'withdrawn' : rewards + costs === 0 ? 'joining' : 'active',
    chosen: totals?.chosen ?? 0,
    calls: totals?.calls ?? 0,
    reward: rewards === 0 ? null : { mean: rewardSumMicro / rewards / 1e6, low, high },
    cost_usd:
      costs === 0
        ? null
        : { mean: costSumNano / costs / 1e9, low: lowNano / 1e9, high: highNano / 1e9 },
    latency_ms: totals?.calls ? { mean: totals.latencyUs / totals.calls / 1e3 } : null,
    price: price === undefined ? null : viewOfPrice(price),
    breaker: stateOf(breaker, new Date()),
    last_seen_at: totals?.lastAt?.toISOString() ?? null,
  };
}

/** Nano-dollars a token are a thousandth of dollars a million tokens. */
function viewOfPrice({ inputNano, outputNano, requestNano }: TokenPrice): ArmView['price'] {
  return {
    input_usd_per_million_tokens: inputNano / 1e3,
    output_usd_per_million_tokens: outputNano / 1e3,
    request_usd: requestNano / 1e9,
  };
}

function stateOf(breaker: OpenBreaker | undefined, now: Date): ArmView['breaker'] {
  if (breaker === undefined) return 'closed';
  return now < breaker.probeAt ? 'open' : 'half-open';
}
