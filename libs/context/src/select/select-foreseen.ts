import type { ModelId, ModelOffer } from '#bandit';
import type { SelectFamily, SelectPolicySettings } from './select-policy-settings.js';
import type { SubsetForecast } from './subset-forecast.js';
import type { CallForecast, SubsetForecaster } from './subset-forecaster.js';

/** What was foreseen of a query. Plain JSON: it is part of the round's explanation. */
export interface SelectForeseen {
  readonly family: SelectFamily;
  /** Every model on offer that something is known of. */
  readonly models: readonly {
    readonly model: ModelId;
    /** The chance to answer right, in (0, 1). */
    readonly confidence: number;
    readonly latencyMs: number;
    /** Nano-dollars of one call. */
    readonly costNano: number;
  }[];
  /** The subsets that the round's was drawn from, at most two; not those of an exploring round. */
  readonly subsets: readonly {
    /** In call order. */
    readonly models: readonly ModelId[];
    /** To succeed, in (0, 1). */
    readonly chance: number;
    readonly latencyMs: number;
    /** Nano-dollars. */
    readonly costNano: number;
  }[];
}

/** Decimals that are worth keeping. */
const CHANCE_DIGITS = 6;

export function foreseenOf(
  { models }: Pick<SubsetForecaster, 'models'>,
  { confidences, latencies, costsNano }: CallForecast,
  subsets: readonly SubsetForecast[],
  offers: readonly ModelOffer[],
  { family }: SelectPolicySettings,
): SelectForeseen {
  const offered = new Set(offers.map(({ model }) => model));
  const foreseen = models.map((model, at) => ({
    model,
    confidence: rounded(confidences[at] as number),
    latencyMs: Math.round(
      latencies.reduce((sum, draw) => sum + (draw[at] as number), 0) / latencies.length,
    ),
    costNano: Math.round(costsNano[at] as number),
  }));
  return {
    family,
    models: foreseen.filter(({ model }) => offered.has(model)),
    subsets: subsets.map(({ members, chance, latencyMs, costNano }) => ({
      models: members.map((member) => models[member] as ModelId),
      chance: rounded(chance),
      latencyMs: Math.round(latencyMs),
      costNano: Math.round(costNano),
    })),
  };
}

function rounded(chance: number): number {
  return Number(chance.toFixed(CHANCE_DIGITS));
}
