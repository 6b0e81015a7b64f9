/** A small world of poets, reckoners and sages, whose queries' words tell who is good at them. */
import { emptyPacing, randomOf, type DecisionInput } from '#bandit';
import type { SelectExample, SelectOutcome } from './select-example.js';

export const MODELS = ['poet', 'reckoner', 'sage'];

/** Poets write quickly and reckon badly, reckoners the other way round; a sage does all, slowly. */
export const SKILLS: Record<string, { poem: number; sum: number; ms: number; costNano: number }> = {
  poet: { poem: 0.95, sum: 0.1, ms: 500, costNano: 100 },
  reckoner: { poem: 0.1, sum: 0.95, ms: 600, costNano: 200 },
  sage: { poem: 0.9, sum: 0.9, ms: 5_000, costNano: 90_000 },
};

const POEMS = ['write a poem about the sea', 'compose verses of love', 'a sonnet on the moon'];
const SUMS = ['what is 3 + 4 * 12', 'add 17 to 25 and halve it', 'multiply 6 by 7 minus 2'];
export const [POEM, SUM] = ['a poem about love', 'add 12 to 30'] as const;

export function examples(count: number, models: readonly string[] = MODELS): SelectExample[] {
  const random = randomOf(7);
  return Array.from({ length: count }, (_, at) => {
    const kind = at % 2 === 0 ? 'poem' : 'sum';
    const texts = kind === 'poem' ? POEMS : SUMS;
    const outcomes = models.map((model): readonly [string, SelectOutcome] => {
      const skill = SKILLS[model]!;
      const right = random.next() < skill[kind];
      const tokens = 50 + Math.floor(100 * random.next());
      const wrong = `wrong ${Math.floor(3 * random.next())}`;
      return [
        model,
        {
          reward: Number(right),
          latencyMs: (skill.ms * tokens) / 100,
          outputTokens: tokens,
          costNano: skill.costNano,
          answer: right ? 'right' : wrong,
        },
      ];
    });
    return { query: { text: texts[Math.floor(3 * random.next())]! }, outcomes: new Map(outcomes) };
  });
}

export function inputOf(own: Partial<DecisionInput> = {}): DecisionInput {
  return {
    offers: MODELS.map((model) => ({ model, priorCostNano: SKILLS[model]!.costNano })),
    statistics: new Map(),
    round: 1,
    rewardModel: 'any-win',
    size: 1,
    budgetNano: 1_000_000,
    pacing: emptyPacing,
    ...own,
  };
}
