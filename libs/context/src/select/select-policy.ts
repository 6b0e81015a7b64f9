import {
  armBounds,
  assertSize,
  c2mabVDefaults,
  draw,
  explored,
  keepsRules,
  namedPolicy,
  pacedBudget,
  type ArmBounds,
  type Charge,
  type Decision,
  type DecisionInput,
  type LearnerQuery,
  type MixedSolution,
  type ModelId,
  type Policy,
  type Random,
  type SupportPoint,
} from '#bandit';
import { PRICES, type SpendCurve } from '../spend-curve.js';
import { foreseenOf, type SelectForeseen } from './select-foreseen.js';
import { selectPolicySettings, type SelectPolicySettings } from './select-policy-settings.js';
import { SubsetChoices } from './subset-choices.js';
import { subsetForecasts, type SubsetForecast } from './subset-forecast.js';
import type { CallForecast, SubsetForecaster } from './subset-forecaster.js';

/** All that a decision depends on, but for chance. */
export interface SelectInput extends DecisionInput {
  readonly query: LearnerQuery;
}

/** What is known when a query is decided. */
export interface SelectKnowledge {
  readonly forecaster: SubsetForecaster;
  /** What queries like the task's cost at each price of money. */
  readonly curve: SpendCurve;
  /** What a call of a model costs today, over what it cost when that was learnt. */
  readonly priceFactors: ReadonlyMap<ModelId, number>;
}

/** A decision with what it takes to explain it. */
export interface SelectDecision extends Decision {
  readonly foreseen: SelectForeseen;
  /** Reward that a nano-dollar had to earn to be spent; 0 where the budget is not short. */
  readonly priceOfMoney: number;
}

/** What chooses by subsets, and what does while there is nothing to choose them by. */
export interface SelectPolicy {
  readonly name: 'select';
  readonly settings: SelectPolicySettings;
  /** C2MAB-V over statistics, exploring as often. */
  readonly untaught: Policy;
}

/** @throws {SettingsError} for settings out of range */
export function selectPolicy(own: Partial<SelectPolicySettings> = {}): SelectPolicy {
  const settings = selectPolicySettings(own);
  const { exploration } = settings;
  const charge = chargeOf(settings);
  return { name: 'select', settings, untaught: namedPolicy('c2mab-v', { charge, exploration }) };
}

/**
 * SelectLLM (arXiv 2408.08545) under a long-run budget: for each query, of the subsets of models the
 * one that is worth most less its price, by what is foreseen of each with this query. The price of money
 * is where queries like the task's cost the paced budget on average; one of two neighbouring prices is
 * drawn, so that just that is met. A part of the rounds explores.
 * @param knowledge null before anything was learnt: then, and where none of the subsets that something
 *   is known of may be asked, statistics decide
 * @throws {SizeError} where there are fewer offers than `size`; {RulesError} where no subset keeps the rules
 */
export function decideBySubsets(
  { settings, untaught }: SelectPolicy,
  knowledge: SelectKnowledge | null,
  input: SelectInput,
  random: Random,
): Decision | SelectDecision {
  assertSize(input.size, input.offers.length);
  const { exploration: share } = settings;
  const decision = knowledge && foreseen(knowledge, input, settings, share > 0 ? FIRST : random);
  if (!decision) return untaught.decide(input, random);
  if (share === 0) return decision;
  const policy = { name: 'select', decide: () => decision };
  const exploring = { share, costAware: true, charge: chargeOf(settings) };
  return { ...decision, ...explored(policy, exploring).decide(input, random) };
}

/** The draw is not used: exploring, another is made of the solution that it is drawn from. */
const FIRST: Random = { next: () => 0 };

function chargeOf({ ask }: SelectPolicySettings): Charge {
  return ask === 'cascade' ? 'cascade' : 'whole';
}

function foreseen(
  { forecaster, curve, priceFactors }: SelectKnowledge,
  input: SelectInput,
  settings: SelectPolicySettings,
  random: Random,
): SelectDecision | undefined {
  const calls = repriced(forecaster, forecaster.of(input.query), input, priceFactors);
  const choices = choicesOf(forecaster, calls, input, settings);
  if (choices === undefined) return undefined;
  const paced = pacedBudget(input.pacing, input.budgetNano, settings);
  const { low, high, share } = curve.priceFor(paced);
  const support = supportOf(choices.at(low), choices.at(high), share, forecaster.models);
  const relaxed = mixtureOf(support);
  const { combination, propensity } = draw(relaxed, random);
  const drawn = support.find((point) => point.combination === combination);
  const subsets = support.map(({ subset }) => subset);
  return {
    combination,
    propensity,
    expectedCostNano: Math.round(drawn?.costNano ?? relaxed.costNano),
    pacedBudgetNano: paced,
    bounds: boundsOf(forecaster.models, calls, input),
    relaxed,
    overBudget: curve.leastNano > Math.max(paced, input.budgetNano),
    foreseen: foreseenOf(forecaster, calls, subsets, input.offers, settings),
    priceOfMoney: PRICES[low] as number,
  };
}

interface Point extends SupportPoint {
  readonly subset: SubsetForecast;
}

/** The choices at two prices: one of probability 1 where they are the same. */
function supportOf(
  low: SubsetForecast,
  high: SubsetForecast,
  share: number,
  models: readonly ModelId[],
): Point[] {
  const pointOf = (subset: SubsetForecast, probability: number): Point => ({
    combination: subset.members.map((member) => models[member] as ModelId),
    probability,
    reward: subset.chance,
    costNano: subset.costNano,
    meanCostNano: subset.costNano,
    subset,
  });
  if (share === 0 || low === high) return [pointOf(low, 1)];
  return [pointOf(low, 1 - share), pointOf(high, share)];
}

function mixtureOf(points: readonly Point[]): MixedSolution {
  const mean = (value: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + point.probability * value(point), 0);
  return {
    over: 'combinations',
    support: points.map(({ subset: _, ...point }) => point),
    reward: mean(({ reward }) => reward),
    costNano: mean(({ costNano }) => costNano),
  };
}

/** At today's prices; a model whose costs are unknown costs what the price list says. */
export function repriced(
  { models }: Pick<SubsetForecaster, 'models'>,
  calls: CallForecast,
  { offers }: Pick<DecisionInput, 'offers'>,
  factors: ReadonlyMap<ModelId, number>,
): CallForecast {
  const listed = new Map(offers.map(({ model, priorCostNano }) => [model, priorCostNano]));
  return {
    ...calls,
    costsNano: calls.costsNano.map((cost, at) => {
      const model = models[at] as ModelId;
      return Number.isNaN(cost) ? (listed.get(model) ?? 0) : cost * (factors.get(model) ?? 1);
    }),
  };
}

/** What is chosen of the subsets that are offered and keep the rules; undefined where none does. */
export function choicesOf(
  { models, chances }: SubsetForecaster,
  calls: CallForecast,
  { offers, size, rules }: Pick<DecisionInput, 'offers' | 'size' | 'rules'>,
  settings: SelectPolicySettings,
): SubsetChoices | undefined {
  const offered = new Set(offers.map(({ model }) => model));
  const isOffered = models.map((model) => offered.has(model));
  const execution = settings.ask;
  const subsets = subsetForecasts(chances, calls, execution, (members) => {
    if (members.length > size || !members.every((member) => isOffered[member])) return false;
    if (rules === undefined) return true;
    return keepsRules(
      members.map((member) => models[member] as ModelId),
      rules,
    );
  });
  return subsets.length === 0
    ? undefined
    : new SubsetChoices(subsets, calls, { ...settings, size });
}

/** Where a model is not known, by its statistics. */
function boundsOf(
  models: readonly ModelId[],
  { confidences, costsNano }: CallForecast,
  { offers, statistics, round }: DecisionInput,
): ArmBounds[] {
  return armBounds(offers, statistics, round, c2mabVDefaults).map((bounds) => {
    const at = models.indexOf(bounds.model);
    if (at < 0) return bounds;
    const confidence = confidences[at] as number;
    const cost = costsNano[at] as number;
    return {
      ...bounds,
      upperReward: confidence,
      likelyReward: confidence,
      meanCostNano: cost,
      lowCostNano: cost,
    };
  });
}
