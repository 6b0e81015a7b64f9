import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { readSubsets, selectPolicyDefaults } from '#context';
import {
  examples,
  inputOf,
  MODELS,
  POEM,
  SKILLS,
  SUM,
} from '../../../../libs/context/src/select/select-game.conformance.js';
import { isWorse } from './comparison.js';
import { trained, type TrainingRound, type TrainingTerms } from './training.js';

/** Rounds that asked one model each, drawn evenly. */
function rounds(count: number): TrainingRound[] {
  const random = randomOf(11);
  return examples(count).map(({ query, outcomes }) => {
    const model = MODELS[Math.floor(random.next() * MODELS.length)]!;
    const outcome = outcomes.get(model)!;
    return {
      example: { query, outcomes: new Map([[model, outcome]]) },
      logged: {
        combination: [model],
        propensity: 1 / MODELS.length,
        reward: outcome.reward!,
        costNano: SKILLS[model]!.costNano,
      },
    };
  });
}

function terms(own: Partial<TrainingTerms> = {}): TrainingTerms {
  return {
    offers: inputOf().offers,
    rewardModel: 'any-win',
    labels: null,
    size: 1,
    rules: null,
    budgetNano: 20_000,
    settings: { ...selectPolicyDefaults, words: 256 },
    successAt: 1,
    rounds: rounds(1_200),
    incumbent: null,
    ...own,
  };
}

function judgedWrongly({ example, logged }: TrainingRound): TrainingRound {
  const outcomes = [...example.outcomes].map(
    ([model, one]) => [model, { ...one, reward: 1 - one.reward! }] as const,
  );
  return {
    example: { ...example, outcomes: new Map(outcomes) },
    logged: logged && { ...logged, reward: 1 - logged.reward },
  };
}

describe('a training', () => {
  const first = trained(terms());
  const incumbent = { content: first.content, priceFactors: new Map<string, number>() };

  it('learns who is good at what, and says how far that held', () => {
    const { figures, models, content } = first;
    expect(models).toEqual(MODELS);
    expect(figures).toMatchObject({ leftOut: [], heldOut: 240, comparison: null });
    expect(figures.confidences.brier).toBeLessThan(figures.confidences.brierOfMeans! / 1.5);
    const known = readSubsets(content);
    const [poet, reckoner] = known.of({ text: POEM }).confidences;
    expect(poet).toBeGreaterThan(reckoner!);
    expect(known.of({ text: SUM }).confidences[1]).toBeGreaterThan(0.7);
  });

  it('is not held against a version that is about as good', () => {
    const { comparison } = trained(terms({ incumbent })).figures;
    expect(comparison).toMatchObject({ rounds: 240, isSupported: true });
    expect(comparison!.candidate.value).toBeGreaterThan(0.8);
    expect(isWorse(comparison!)).toBe(false);
  });

  it('finds a version worse that was learnt while answers were judged upside down', () => {
    const all = rounds(1_200).map((round, at) => (at < 960 ? judgedWrongly(round) : round));
    const { comparison } = trained(terms({ rounds: all, incumbent })).figures;
    expect(comparison!.difference.high).toBeLessThan(-0.3);
    expect(isWorse(comparison!)).toBe(true);
    expect(isWorse({ ...comparison!, isSupported: false })).toBe(false);
  });

  it('finds nothing of rounds whose models nobody drew', () => {
    const undrawn = rounds(300).map((round) => ({ ...round, logged: null }));
    expect(trained(terms({ rounds: undrawn, incumbent })).figures.comparison).toBeNull();
  });

  it('leaves out a model of which too little is known, and says so', () => {
    const offers = [...inputOf().offers, { model: 'new', priorCostNano: 1 }];
    const { models, figures } = trained(terms({ offers, rounds: rounds(300) }));
    expect(models).toEqual(MODELS);
    expect(figures.leftOut).toEqual(['new']);
  });

  it('refuses too short a history, and one of no model of the task', () => {
    expect(() => trained(terms({ rounds: rounds(99) }))).toThrow(
      '99 queries with a known reward are too few to learn from, it takes 100',
    );
    expect(() => trained(terms({ offers: [{ model: 'new', priorCostNano: 1 }] }))).toThrow(
      'of no model there are 10 answers with a known reward and latency in the history: ask new some',
    );
  });

  it('learns from votes, by what each model said', () => {
    const all = examples(200).map((example) => ({ example, logged: null }));
    const { content } = trained(terms({ rewardModel: 'vote', labels: 4, size: 3, rounds: all }));
    expect(readSubsets(content).chances.reward).toMatchObject({ rewardModel: 'vote' });
  });
});
