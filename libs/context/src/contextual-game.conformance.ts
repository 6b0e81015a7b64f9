/** A small world in which the query's words tell which model suits it. */
import {
  bestMixture,
  bookRound,
  emptyPacing,
  randomOf,
  rewardModels,
  settleRound,
  type Decision,
  type EarlierQuery,
  type LearnerInput,
  type ObservedCall,
  type RewardModelName,
} from '#bandit';
import type { ContextualLearner } from './contextual.js';

export const MODELS = ['plain', 'versed', 'scholar'] as const;
export const COSTS = { plain: 20_000, versed: 60_000, scholar: 600_000 } as const;
/** Each kind of query has words of its own, and models that it suits. */
const KINDS = [
  { words: ['stir', 'oven', 'flour', 'taste', 'dough'], success: [0.97, 0.9, 0.97] },
  { words: ['clause', 'court', 'appeal', 'statute', 'plea'], success: [0.2, 0.9, 0.95] },
  { words: ['integral', 'proof', 'lemma', 'prime', 'vector'], success: [0.1, 0.2, 0.9] },
] as const;
export const offers = MODELS.map((model) => ({ model, priorCostNano: COSTS[model] }));

export interface Played {
  readonly text: string;
  readonly calls: readonly (ObservedCall & { rewardMicro: number; costNano: number })[];
}

export function queryOf(random: { next(): number }): Played {
  const kind = KINDS[Math.floor(random.next() * KINDS.length)]!;
  const word = () => kind.words[Math.floor(random.next() * kind.words.length)]!;
  const filler = () => `w${Math.floor(random.next() * 100).toString(36)}`;
  const text = `how does the ${word()} of a ${filler()} ${word()} and ${word()} ${filler()} work`;
  const calls = MODELS.map((model, at) => ({
    model,
    rewardMicro: random.next() < kind.success[at]! ? 1_000_000 : 0,
    costNano: Math.round(COSTS[model] * (0.5 + random.next())),
  }));
  return { text, calls };
}

export function inputOf(text: string, own: Partial<LearnerInput> = {}): LearnerInput {
  const rest = { round: 1, rewardModel: 'any-win', size: 1, pacing: emptyPacing } as const;
  return { query: { text }, offers, budgetNano: 200_000, ...rest, ...own };
}

export interface Run {
  readonly rewardLastHalf: number;
  readonly utilisation: number;
  readonly decisions: readonly Decision[];
}

export interface Game {
  readonly rounds?: number;
  readonly budgetNano?: number;
  readonly rewardModel?: RewardModelName;
  readonly size?: number;
}

export function run(
  learner: ContextualLearner,
  seed: number,
  { rounds = 3_000, budgetNano = 200_000, rewardModel = 'any-win', size = 1 }: Game = {},
): Run {
  const world = randomOf(seed + 1_000);
  const chance = randomOf(seed);
  const decisions: Decision[] = [];
  let pacing = emptyPacing;
  let rewardLastHalf = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const { text, calls } = queryOf(world);
    const input = inputOf(text, { round, budgetNano, pacing, rewardModel, size });
    const decision = learner.decide(input, chance);
    decisions.push(decision);
    const { reward, called } = play(decision.combination, calls, rewardModel);
    const costNano = called.reduce((sum, call) => sum + call.costNano, 0);
    pacing = settleRound(
      bookRound(pacing, decision.expectedCostNano),
      decision.expectedCostNano,
      costNano,
    );
    learner.learn({ text }, { combination: decision.combination, calls: called, round });
    if (round > rounds / 2) rewardLastHalf += reward / (rounds / 2);
  }
  return { rewardLastHalf, utilisation: pacing.settledNano / (rounds * budgetNano), decisions };
}

function play(combination: readonly string[], calls: Played['calls'], name: RewardModelName) {
  const rewardModel = rewardModels[name];
  const called: Played['calls'][number][] = [];
  let reward = rewardModel.none;
  for (const model of combination) {
    const call = calls.find((one) => one.model === model)!;
    called.push(call);
    reward = rewardModel.with(reward, call.rewardMicro / 1e6);
    if (rewardModel.cascade && call.rewardMicro === 1_000_000) break;
  }
  return { reward, called };
}

/** The best mixture of models in hindsight, which never looks at the query. */
export function staticReward(budgetNano: number): number {
  const points = MODELS.map((model, at) => ({
    reward: KINDS.reduce((sum, kind) => sum + kind.success[at]! / KINDS.length, 0),
    cost: COSTS[model],
  }));
  return bestMixture(points, budgetNano)!.reward;
}

export function earlier(count: number): EarlierQuery[] {
  const random = randomOf(77);
  return Array.from({ length: count }, () => {
    const { text, calls } = queryOf(random);
    return { query: { text }, calls };
  });
}
