import { keepsRules, type CombinationRules } from './combination-rules.js';
import { setsOf } from './combination-sets.js';
import { countCombinations } from './combination-space.js';
import { expectedCost } from './expected-cost.js';
import { explorationPropensity, type Exploration } from './exploration.js';
import type { ModelId } from './model-offer.js';
import type { DecisionInput, Policy } from './policy.js';
import { draw, type ExploredSolution, type RelaxedSolution } from './relaxed-solution.js';
import { rewardModels } from './reward-models.js';
import { selectionProblem, type Charge } from './selection-problem.js';
import { rangeFaults, SettingsError, type Range } from './settings-error.js';
import type { ArmBounds } from './arm-bounds.js';

/** How a policy explores beyond what it thinks best. */
export interface ExplorationSettings {
  /** The part of the rounds that explore: 0 is never. */
  readonly share: number;
  /** Explore a model that costs more than the budget so many times more rarely. */
  readonly costAware: boolean;
  /** What an any-win combination is charged with. */
  readonly charge: Charge;
}

/** The range of every number. */
export const explorationRanges = { share: [0, 1] } as const satisfies Record<string, Range>;

/**
 * A policy that explores in some rounds, so that its log can tell what other policies would have
 * earned: every combination has a known probability above 0. Costs are the pacer's to make up for. Where
 * there are rules, a draw that breaks them gives way to what the policy itself thinks best.
 * @throws {SettingsError} for a share out of range
 */
export function explored(policy: Policy, settings: ExplorationSettings): Policy {
  const faults = rangeFaults({ ...settings }, explorationRanges);
  if (faults.length > 0) throw new SettingsError(faults);
  return {
    name: policy.name,
    decide(input, random) {
      const decision = policy.decide(input, NO_LUCK);
      const { bounds } = decision;
      const relaxed = exploredSolution(decision.relaxed, bounds, input, settings);
      const { combination, propensity } = draw(relaxed, random);
      const { cascade } = rewardModels[input.rewardModel];
      const charge = cascade ? settings.charge : 'whole';
      const expectedCostNano = expectedCost(combination, bounds, charge);
      return { ...decision, combination, propensity, expectedCostNano, relaxed };
    },
  };
}

/** The policy's own draw is not used: the solution that it drew from is. */
const NO_LUCK = { next: () => 0 };

function exploredSolution(
  followed: RelaxedSolution,
  bounds: readonly ArmBounds[],
  { budgetNano, size, rewardModel: name, rules }: DecisionInput,
  { share, costAware, charge }: ExplorationSettings,
): ExploredSolution {
  if (followed.over === 'explored') throw new RangeError('the policy explores already');
  const rewardModel = rewardModels[name];
  const { models } = selectionProblem(bounds, { rewardModel, size, charge }, budgetNano);
  const costs = new Map(bounds.map(({ model, meanCostNano }) => [model, meanCostNano]));
  const weights = models.map((model) =>
    costAware ? Math.min(1, budgetNano / Math.max(1, costs.get(model) ?? 1)) : 1,
  );
  const exploration = { weights, size, exactly: rewardModel.exactly };
  const { reward, costNano } = followed;
  const solution = { over: 'explored', followed, models, exploration, reward, costNano } as const;
  if (rules === undefined) return { ...solution, share };
  const combinations = countCombinations(models.length, size, rewardModel.exactly);
  if (combinations > MANY_COMBINATIONS) return { ...solution, share: 0 };
  return { ...solution, share, ruled: { rules, kept: keptBy(rules, models, exploration) } };
}

/** With rules, rounds explore only where there are at most so many combinations. */
const MANY_COMBINATIONS = 4_000;

/** The probability with which an exploring draw keeps the rules. */
function keptBy(
  rules: CombinationRules,
  models: readonly ModelId[],
  exploration: Exploration,
): number {
  let kept = 0;
  for (const set of setsOf(models.length, exploration.size, exploration.exactly)) {
    const names = set.map((model) => models[model] as ModelId);
    if (keepsRules(names, rules)) kept += explorationPropensity(exploration, set);
  }
  return Math.min(1, kept);
}
