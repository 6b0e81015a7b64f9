import {
  assertSize,
  draw,
  expectedCost,
  pacedBudget,
  rewardModels,
  type ArmBounds,
  type Decision,
  type EarlierQuery,
  type Learner,
  type LearnerInput,
  type LearnerQuery,
  type MixedSolution,
  type ModelId,
  type Random,
  type RoundObservation,
  type SelectionTerms,
} from '#bandit';
import { contextualSettings, type ContextualSettings } from './contextual-settings.js';
import { readState, writeState } from './contextual-state.js';
import type { Features } from './features.js';
import { Featurizer } from './featurizer.js';
import { Forecasts } from './forecasts.js';
import {
  costsOfTrace,
  featuresOfTrace,
  rounded,
  traceOf,
  type Lesson,
  type TracedDecision,
} from './query-trace.js';
import { PricedChoices, type ChosenPoint } from './priced-choices.js';
import { PRICES, SpendCurve } from './spend-curve.js';

/** What is learnt, in bytes of a version of their own, and learnt further from them. */
export interface ContextualLearner extends Learner {
  /**
   * Decides as `decide` does, but takes nothing down: what is known stays as it is until the query
   * is studied. So many may decide from the same state, and learn in one order that all agree on.
   */
  foresee(input: LearnerInput, random: Random): TracedDecision;
  /** Learns from what a query came to. @throws {RangeError} for rewards and costs out of range */
  study(lesson: Lesson): void;
  /** @throws {StateError} for bytes of another version, other settings, or cut off */
  restore(bytes: Uint8Array): void;
  state(): Uint8Array;
  /** A model's price is multiplied: so are the costs that are expected of it, from now on. */
  reprice(model: ModelId, factor: number): void;
}

/**
 * The contextual learner: for each query, `argmax_S r(S; x) - price * cost(S; x)`. Rewards and log
 * costs are linear in the query's words (LinUCB, arXiv 1003.0146, its covariance kept as a diagonal);
 * the price of money is where the average query is expected to cost the paced budget. Exactly
 * that cost is met by drawing one of two neighbouring prices, which is all that is left to chance: the
 * propensity is known, and 1 where both choose alike. Exploration is by optimism, not by chance.
 * @throws {SettingsError} for settings out of range
 */
export function contextual(own: Partial<ContextualSettings> = {}): ContextualLearner {
  return new Contextual(contextualSettings(own));
}

class Contextual implements ContextualLearner {
  readonly name = 'contextual';
  private readonly featurizer: Featurizer;
  private readonly forecasts: Forecasts;
  private readonly curve: SpendCurve;
  private readonly choices = new PricedChoices();
  /** Earlier queries that the first decision prices. */
  private unpriced: readonly Features[] = [];

  constructor(private readonly settings: ContextualSettings) {
    this.featurizer = new Featurizer(settings.words, settings.vectorSize);
    this.forecasts = new Forecasts(settings, this.featurizer.size);
    this.curve = new SpendCurve(settings.memory);
  }

  decide(input: LearnerInput, random: Random): Decision {
    const terms = this.termsOf(input);
    const features = this.featurizer.featuresOf(input.query);
    this.featurizer.count(input.query);
    const paced = pacedBudget(input.pacing, input.budgetNano, this.settings);
    for (const earlier of this.unpriced) this.price(earlier, input, terms, paced);
    this.unpriced = [];
    const bounds = this.price(features, input, terms, paced);
    return this.drawn(this.curve, bounds, input, terms, paced, random);
  }

  foresee(input: LearnerInput, random: Random): TracedDecision {
    const terms = this.termsOf(input);
    const features = rounded(this.featurizer.featuresOf(input.query));
    const paced = pacedBudget(input.pacing, input.budgetNano, this.settings);
    const bounds = this.value(features, input, terms, paced);
    const curve = this.curve.with(this.choices.costs);
    const plain = this.featurizer.plainOf(input.query);
    const trace = traceOf(features, plain, this.featurizer.size, this.choices.costs);
    const priceOfMoney = PRICES[curve.priceFor(paced).low] as number;
    return { ...this.drawn(curve, bounds, input, terms, paced, random), trace, priceOfMoney };
  }

  study({ trace, first, calls }: Lesson): void {
    // Taken down under other settings: its features mean something else.
    if (trace.size !== this.featurizer.size) return;
    const features = featuresOfTrace(trace);
    const once = calls.filter(({ replacesMicro }) => replacesMicro === undefined);
    this.forecasts.learn(features, once);
    for (const { model, rewardMicro, replacesMicro } of calls) {
      if (replacesMicro === undefined || rewardMicro === undefined) continue;
      this.forecasts.replace(features, model, replacesMicro, rewardMicro);
    }
    if (!first) return;
    this.featurizer.countFeatures(features, trace.plain);
    this.curve.add(costsOfTrace(trace));
  }

  learn(query: LearnerQuery, { calls }: RoundObservation): void {
    this.forecasts.learn(this.featurizer.featuresOf(query), calls);
  }

  warm(earlier: readonly EarlierQuery[]): void {
    for (const { query } of earlier) this.featurizer.count(query);
    const features = earlier.map(({ query }) => this.featurizer.featuresOf(query));
    this.forecasts.fit(earlier, features);
    const every = Math.max(1, Math.floor(features.length / this.settings.memory));
    this.unpriced = features.filter((_, at) => at % every === 0);
  }

  reprice(model: ModelId, factor: number): void {
    this.forecasts.costs.reprice(model, factor);
  }

  state(): Uint8Array {
    return writeState(this.featurizer, this.forecasts, this.curve);
  }

  restore(bytes: Uint8Array): void {
    readState(bytes, this.featurizer, this.forecasts, this.curve);
    this.unpriced = [];
  }

  private termsOf({ size, offers, rewardModel: name, rules }: LearnerInput): SelectionTerms {
    assertSize(size, offers.length);
    const rewardModel = rewardModels[name];
    const charge = rewardModel.cascade ? this.settings.charge : 'whole';
    return { rewardModel, size, charge, rules };
  }

  /** Values the query's combinations at every price, and lets the curve know. */
  private price(
    features: Features,
    input: LearnerInput,
    terms: SelectionTerms,
    paced: number,
  ): ArmBounds[] {
    const bounds = this.value(features, input, terms, paced);
    this.curve.add(this.choices.costs);
    return bounds;
  }

  private value(
    features: Features,
    { offers }: LearnerInput,
    terms: SelectionTerms,
    paced: number,
  ): ArmBounds[] {
    const bounds = this.forecasts.boundsOf(offers, features);
    const price = this.curve.queries === 0 ? 1 / paced : PRICES[this.curve.priceFor(paced).low];
    this.choices.load(bounds, terms, price as number);
    return bounds;
  }

  /** The decision at the price of money where the average query of the curve costs the budget. */
  private drawn(
    curve: SpendCurve,
    bounds: readonly ArmBounds[],
    { budgetNano }: LearnerInput,
    { charge }: SelectionTerms,
    paced: number,
    random: Random,
  ): Decision {
    const relaxed = mixtureOf(this.choices.support(curve.priceFor(paced)));
    const { combination, propensity } = draw(relaxed, random);
    return {
      combination,
      propensity,
      expectedCostNano: expectedCost(combination, bounds, charge),
      pacedBudgetNano: paced,
      bounds,
      relaxed,
      overBudget: curve.leastNano > Math.max(paced, budgetNano),
    };
  }
}

function mixtureOf(support: readonly ChosenPoint[]): MixedSolution {
  const mean = (value: (point: ChosenPoint) => number): number =>
    support.reduce((sum, point) => sum + point.probability * value(point), 0);
  return {
    over: 'combinations',
    support,
    reward: mean((point) => point.reward),
    costNano: mean((point) => point.costNano),
  };
}
