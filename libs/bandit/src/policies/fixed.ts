import { keepsRules, RulesError } from '../combination-rules.js';
import { setsOf } from '../combination-sets.js';
import { cheapestCombination } from '../feasibility.js';
import type { ModelId } from '../model-offer.js';
import type { DecisionInput, Policy } from '../policy.js';
import { rewardModels } from '../reward-models.js';
import { SettingsError } from '../settings-error.js';
import { assertSize } from '../size-error.js';
import { pointOf, selectionProblem } from '../selection-problem.js';
import { baselineDefaults, checkedSettings, type BaselineSettings } from './baseline-settings.js';
import { certainly } from './discrete-choice.js';
import { plainBounds } from './plain-bounds.js';

/** What the fixed policy asks. */
export interface FixedSettings extends BaselineSettings {
  /** The models to ask, in call order, with plus signs between; empty: the cheapest by the price list. */
  readonly models: string;
}

/** Used where nothing else is said. */
export const fixedDefaults: FixedSettings = { ...baselineDefaults, models: '' };

/**
 * Asks the same combination in every round, whatever it costs.
 * @throws {SettingsError} for settings out of range; in a round, for a model that is not offered and
 *   a number of models that the round does not allow
 */
export function fixed(own: Partial<FixedSettings> = {}): Policy {
  const settings = checkedSettings(fixedDefaults, {}, own);
  const named = settings.models === '' ? null : settings.models.split('+');
  return {
    name: 'fixed',
    decide(input) {
      const { rewardModel: name, offers, size } = input;
      assertSize(size, offers.length);
      const combination = named ? allowed(named, input) : cheapest(input);
      const bounds = plainBounds(input, settings);
      const rewardModel = rewardModels[name];
      const charge = rewardModel.cascade ? settings.charge : 'whole';
      const asked = bounds.filter(({ model }) => combination.includes(model));
      const { reward, cost } = pointOf(
        selectionProblem(asked, { rewardModel, size, charge }, input.budgetNano),
        [...asked.keys()],
      );
      const point = { combination, probability: 1, reward, costNano: cost };
      return certainly(point, bounds, input, settings);
    },
  };
}

function cheapest({ offers, rewardModel, size, rules }: DecisionInput): readonly ModelId[] {
  if (rules === undefined) return cheapestCombination(offers, rewardModel, size).combination;
  const models = offers.toSorted((left, right) => left.priorCostNano - right.priorCostNano);
  const costs = Float64Array.from(models, ({ priorCostNano }) => priorCostNano);
  const names = models.map(({ model }) => model);
  const { exactly } = rewardModels[rewardModel];
  let best: { members: readonly ModelId[]; cost: number } | undefined;
  for (const set of setsOf(models.length, size, exactly)) {
    const cost = set.reduce((sum, at) => sum + (costs[at] as number), 0);
    if (best !== undefined && cost >= best.cost) continue;
    const members = set.map((at) => names[at] as ModelId);
    if (keepsRules(members, rules)) best = { members, cost };
  }
  if (best === undefined) throw new RulesError(size);
  return best.members;
}

function allowed(
  named: readonly ModelId[],
  { offers, rewardModel, size, rules }: DecisionInput,
): readonly ModelId[] {
  const missing = named.find((model) => !offers.some((offer) => offer.model === model));
  if (missing !== undefined)
    throw new SettingsError([`models: ${missing} is not one of the models`]);
  const fits = rewardModels[rewardModel].exactly ? named.length === size : named.length <= size;
  if (!fits || new Set(named).size < named.length)
    throw new SettingsError([`models: ${named.join('+')} is no combination of ${size} models`]);
  if (rules !== undefined && !keepsRules(named, rules))
    throw new SettingsError([`models: ${named.join('+')} breaks the task's rules`]);
  return named;
}
