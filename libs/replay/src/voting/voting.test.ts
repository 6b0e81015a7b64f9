import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { thrift } from '#ensemble';
import type { RecordedQuery } from '../recorded-query.js';
import { labelTable, type LabelTable } from './label-table.js';
import { voteFigures } from './vote-figures.js';
import {
  allOf,
  bestSingle,
  countingAlike,
  mixedVotes,
  votesBy,
  votesWithin,
} from './vote-offline.js';
import { playVotes } from './vote-online.js';
import { clusteredKnowledge, confusionKnowledge, uniformKnowledge } from './voters-known.js';

/** Two kinds of queries; the first model knows birds, the second fish, the others both, half well. */
function world(queries: number, seed: number): LabelTable {
  const random = randomOf(seed);
  const chances = {
    birds: [0.95, 0.6, 0.8, 0.8, 0.8],
    fish: [0.6, 0.95, 0.8, 0.8, 0.8],
  };
  return {
    labels: ['no', 'yes'],
    models: ['ornithologist', 'angler', 'a', 'b', 'c'],
    leftOut: 0,
    queries: Array.from({ length: queries }, () => {
      const kind = random.next() < 0.5 ? 'birds' : 'fish';
      const label = random.next() < 0.5 ? 0 : 1;
      const word = kind === 'birds' ? 'wing feather nest' : 'fin scale river';
      return {
        text: `${word} ${Math.floor(1_000 * random.next())}`,
        label,
        answers: chances[kind].map((chance) => (random.next() < chance ? label : 1 - label)),
        costs: [300, 300, 100, 100, 100],
      };
    }),
  };
}

const train = world(2_000, 1);
const test = world(2_000, 2);
const known = uniformKnowledge(train)(train.queries[0]!);
const everyone = allOf(known, 2);

describe('votes on recorded queries', () => {
  it('are right more often than the best single model, for less than all would cost', () => {
    const single = votesBy(test, known, [bestSingle(known.voters, Infinity)!]).figures;
    const { figures } = votesBy(test, known, everyone);
    expect(figures.accuracy.mean).toBeGreaterThan(single.accuracy.mean + 0.05);
    expect(figures.saved).toBeGreaterThan(0.2);
    expect(figures.changed).toBe(0);
    expect(figures.accuracy.mean).toBeGreaterThanOrEqual(
      votesBy(test, countingAlike(known), everyone).figures.accuracy.mean - 0.01,
    );
  });

  it('know more where they tell kinds of queries apart', () => {
    const plain = votesWithin(test, uniformKnowledge(train), 900)!.figures;
    const clustered = votesWithin(test, clusteredKnowledge(train, 2, randomOf(1)), 900)!.figures;
    expect(clustered.accuracy.mean).toBeGreaterThan(plain.accuracy.mean + 0.02);
    expect(clustered.changed).toBe(0);
  });

  it('know more by label where a model says one label nearly always', () => {
    const biased = (table: LabelTable): LabelTable => ({
      ...table,
      queries: table.queries.map((query, at) => ({
        ...query,
        // Says "yes" to every "yes", and to two of three "no".
        answers: [query.label === 1 || at % 3 > 0 ? 1 : 0, ...query.answers.slice(2)],
        costs: query.costs.slice(1),
      })),
      models: table.models.slice(1),
    });
    const [few, many] = [biased(train), biased(test)];
    const everybody = [0, 1, 2, 3];
    const figuresBy = (knowledge: typeof uniformKnowledge) =>
      votesBy(many, knowledge(few)(few.queries[0]!), everybody).figures;
    const byLabel = figuresBy(confusionKnowledge);
    expect(byLabel.accuracy.mean).toBeGreaterThan(figuresBy(uniformKnowledge).accuracy.mean + 0.01);
    expect(byLabel.changed).toBe(0);
  });

  it('cost what the budget allows, mixed, and nothing where no model fits', () => {
    const mixed = mixedVotes(test, known, 250)!;
    expect(mixed.figures.costUsd * 1e9).toBeGreaterThan(230);
    expect(mixed.figures.costUsd * 1e9).toBeLessThan(265);
    expect(mixedVotes(test, known, 50)).toBeNull();
    expect(votesWithin(test, uniformKnowledge(train), 50)).toBeNull();
    expect(bestSingle(known.voters, 50)).toBeNull();
  });

  it('are learnt from nothing, within the budget', () => {
    const plan = { size: 5, budgetNano: 400, hearing: 'uniform', clusters: 1 } as const;
    const votes = playVotes(test, thrift(), plan, 1);
    const { accuracy, costUsd, changed } = voteFigures(votes.slice(1_000));
    expect(accuracy.mean).toBeGreaterThan(0.86);
    expect(costUsd * 1e9).toBeLessThan(410);
    expect(changed).toBe(0);
    expect(playVotes(test, thrift(), plan, 1)).toEqual(votes);
    const byLabel = playVotes(test, thrift(), { ...plan, hearing: 'confusion' }, 1);
    expect(voteFigures(byLabel.slice(1_000)).accuracy.mean).toBeGreaterThan(0.85);
    const byKind = playVotes(test, thrift(), { ...plan, clusters: 2 }, 1);
    const knowing = voteFigures(byKind.slice(1_000)).accuracy.mean;
    expect(knowing).toBeGreaterThan(accuracy.mean + 0.01);
  });
});

describe('a table of labels', () => {
  it('reads answers, and leaves out what lacks a label or a cost', () => {
    const outcome = { score: 1, latencyMs: null, inputTokens: null, outputTokens: null };
    const query = (id: string, label: string | null, costNano: number | null): RecordedQuery => ({
      id,
      task: 't',
      text: id,
      label,
      split: null,
      outcomes: new Map([
        ['a', { ...outcome, answer: 'YES', costNano }],
        ['b', { ...outcome, answer: 'perhaps', costNano: 2 }],
      ]),
    });
    const rows = [query('1', 'yes', 1), query('2', null, 1), query('3', 'no', null)];
    const read = (text: string) => (text === 'perhaps' ? undefined : text.toLowerCase());
    expect(labelTable(rows, ['a', 'b'], ['no', 'yes'], read)).toEqual({
      labels: ['no', 'yes'],
      models: ['a', 'b'],
      queries: [{ text: '1', label: 1, answers: [1, null], costs: [1, 2] }],
      leftOut: 2,
    });
  });
});
