import {
  armBounds,
  assertSize,
  bestMixture,
  draw,
  keepsRules,
  pacedBudget,
  randomOf,
  RulesError,
  setsOf,
  SettingsError,
  unspentNano,
  type ArmBounds,
  type CombinationRules,
  type DecisionInput,
  type MixedSolution,
  type ModelId,
  type Policy,
  type Random,
  type SupportPoint,
} from '#bandit';
import { ensemblePoints, type EnsemblePoint } from './ensemble-points.js';
import { valuerOf, type Valuer } from './figures.js';
import { thriftSettings, type ThriftSettings } from './thrift-settings.js';

/** A certain model would make all others of a vote worthless: see any-win. */
const MOST_CHANCE = 0.99;
/** Of the draws of sets too large to enumerate: the same every time, so that a decision can be made again. */
const DRAWS_SEED = 1;

/**
 * ThriftLLM (arXiv 2501.04901) under a long-run budget, learning as it goes: of the sets of models,
 * the mixture that is most likely right by optimistic chances, each charged what it costs on average
 * if the vote stops as soon as it is decided. A set is asked in the order in which it costs least.
 * @throws {SettingsError} for settings out of range; in a round, for a reward model that is not a
 *   vote; {RulesError} where no set keeps the rules
 */
export function thrift(own: Partial<ThriftSettings> = {}): Policy {
  const settings = thriftSettings(own);
  return {
    name: 'thrift',
    decide(input, random) {
      assertSize(input.size, input.offers.length);
      const labels = labelsOf(input);
      const bounds = armBounds(input.offers, input.statistics, input.round, settings);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      const relaxed = solve(boundsWithin(bounds, input), labels, paced, input, settings);
      const { combination, propensity } = draw(relaxed, random);
      const drawn = relaxed.support.find((point) => point.combination === combination);
      const wholeNano = costOfAll(combination, bounds);
      const heardOut = combination.length > 1 && isHeardOut(wholeNano, input, settings, random);
      const stoppingNano = drawn?.meanCostNano ?? relaxed.costNano;
      return {
        combination,
        propensity,
        ...(heardOut && { heardOut }),
        expectedCostNano: Math.round(heardOut ? wholeNano : stoppingNano),
        pacedBudgetNano: paced,
        bounds,
        relaxed,
        overBudget: relaxed.costNano > Math.max(paced, input.budgetNano) * (1 + 1e-9),
      };
    },
  };
}

/**
 * Models that are asked only where the first ones differ are learnt of in hard queries alone, and
 * thought worse than they are. So now and then all are asked, by money that would be left over.
 */
function isHeardOut(
  wholeNano: number,
  { pacing, budgetNano }: DecisionInput,
  settings: ThriftSettings,
  random: Random,
): boolean {
  const isTurn = random.next() >= 1 - settings.hearOut;
  return isTurn && wholeNano <= unspentNano(pacing, budgetNano, settings);
}

function costOfAll(combination: readonly ModelId[], bounds: readonly ArmBounds[]): number {
  return bounds.reduce(
    (sum, { model, meanCostNano }) => (combination.includes(model) ? sum + meanCostNano : sum),
    0,
  );
}

function labelsOf({ rewardModel, labels }: DecisionInput): number {
  if (rewardModel !== 'vote' || labels === undefined)
    throw new SettingsError([`thrift chooses who votes, and ${rewardModel} is no vote`]);
  return labels;
}

/** Models that are never asked are left out at once, which halves the sets for each. */
function boundsWithin(bounds: readonly ArmBounds[], { rules, size }: DecisionInput): ArmBounds[] {
  const left = bounds.filter(({ model }) => !rules?.exclude?.includes(model));
  if (left.length === 0) throw new RulesError(size);
  return left;
}

function solve(
  bounds: readonly ArmBounds[],
  labels: number,
  budget: number,
  { size: most, rules = {} }: DecisionInput,
  { listedSets }: ThriftSettings,
): MixedSolution {
  const size = Math.min(most, bounds.length);
  const hoped = bounds.map(({ upperReward, lowCostNano }) => ({
    chance: Math.min(MOST_CHANCE, upperReward),
    cost: lowCostNano,
  }));
  const valuer = valuerOf(hoped, labels, () => randomOf(DRAWS_SEED));
  const points = ensemblePoints(hoped, budget, size, valuer, listedSets);
  const allowed = keeping(points, bounds, rules, () => firstKept(valuer, bounds, size, rules));
  const likely = valuerOf(
    bounds.map(({ likelyReward, meanCostNano }) => ({ chance: likelyReward, cost: meanCostNano })),
    labels,
    () => randomOf(DRAWS_SEED),
  );
  const mixture = bestMixture(allowed, budget);
  const support = mixture?.support ?? [{ point: cheapestOf(allowed), probability: 1 }];
  return mixedOf(support.map(({ point, probability }) => supportOf(point, probability)));

  function supportOf({ members, reward, cost }: EnsemblePoint, probability: number): SupportPoint {
    const { cost: meanCostNano } = likely.figuresOf(members);
    const combination = namesOf(members, bounds);
    return { combination, probability, reward, costNano: cost, meanCostNano };
  }
}

/** Those whose models keep the rules; where none of the points does, any set that does. */
function keeping(
  points: readonly EnsemblePoint[],
  bounds: readonly ArmBounds[],
  rules: CombinationRules,
  otherwise: () => EnsemblePoint,
): readonly EnsemblePoint[] {
  const kept = points.filter(({ members }) => keepsRules(namesOf(members, bounds), rules));
  return kept.length > 0 ? kept : [otherwise()];
}

function firstKept(
  valuer: Valuer,
  bounds: readonly ArmBounds[],
  size: number,
  rules: CombinationRules,
): EnsemblePoint {
  for (const set of setsOf(bounds.length, size, false)) {
    if (!keepsRules(namesOf(set, bounds), rules)) continue;
    const { members, correctness, cost } = valuer.value(set);
    return { members, reward: correctness, cost };
  }
  throw new RulesError(size);
}

function namesOf(members: readonly number[], bounds: readonly ArmBounds[]): ModelId[] {
  return members.map((member) => (bounds[member] as ArmBounds).model);
}

function cheapestOf(points: readonly EnsemblePoint[]): EnsemblePoint {
  return points.reduce((best, point) => (point.cost < best.cost ? point : best));
}

function mixedOf(support: readonly SupportPoint[]): MixedSolution {
  const mean = (value: (point: SupportPoint) => number): number =>
    support.reduce((sum, point) => sum + point.probability * value(point), 0);
  return {
    over: 'combinations',
    support,
    reward: mean(({ reward }) => reward),
    costNano: mean(({ costNano }) => costNano),
  };
}
