import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture, randomOf, setsOf } from '#bandit';
import { ensemblePoints } from './ensemble-points.js';
import { valuerOf } from './figures.js';
import { surGreedy } from './sur-greedy.js';
import type { Voter } from './voter.js';

const voter = fc.record({
  chance: fc.double({ min: 0.3, max: 0.98, noNaN: true }),
  cost: fc.integer({ min: 1, max: 100 }),
});
const cases = fc.record({
  voters: fc.array(voter, { minLength: 1, maxLength: 7 }),
  labels: fc.integer({ min: 2, max: 4 }),
  budget: fc.integer({ min: 1, max: 300 }),
});

const random = () => randomOf(1);

function costOf(voters: readonly Voter[], members: readonly number[]): number {
  return members.reduce((sum, at) => sum + voters[at]!.cost, 0);
}

describe('SurGreedyLLM', () => {
  it('keeps the budget, and its guarantee against every ensemble', () => {
    let shortfall = 0;
    fc.assert(
      fc.property(cases, ({ voters, labels, budget }) => {
        const valuer = valuerOf(voters, labels, random);
        const choice = surGreedy(voters, budget, voters.length, valuer);
        const affordable = [...setsOf(voters.length, voters.length, false)].filter(
          (set) => costOf(voters, set) <= budget,
        );
        if (choice === null) {
          expect(affordable).toEqual([]);
          return;
        }
        expect(costOf(voters, choice.members)).toBeLessThanOrEqual(budget);
        const best = Math.max(...affordable.map((set) => valuer.value(set).correctness));
        const [single, filled] = choice.candidates;
        const surrogate =
          1 - filled!.members.reduce((miss, at) => miss * (1 - voters[at]!.chance), 1);
        const ratio = Math.max(filled!.correctness, single!.correctness) / surrogate;
        const guarantee = 0.9 * ratio * (1 - 1 / Math.sqrt(Math.E)) * best;
        expect(choice.correctness).toBeGreaterThanOrEqual(guarantee);
        shortfall = Math.max(shortfall, best - choice.correctness);
      }),
      { seed: 11, numRuns: 300 },
    );
    // Far closer in practice.
    expect(shortfall).toBeLessThan(0.08);
  });

  it('asks at most so many models', () => {
    const voters = [0.9, 0.8, 0.8, 0.8].map((chance) => ({ chance, cost: 1 }));
    const valuer = valuerOf(voters, 2, random);
    expect(surGreedy(voters, 10, 1, valuer)?.members).toEqual([0]);
    expect(surGreedy(voters, 10, 3, valuer)?.members).toHaveLength(3);
  });

  it('finds a free model, and nothing where nothing fits', () => {
    const voters = [
      { chance: 0.9, cost: 5 },
      { chance: 0.7, cost: 0 },
    ];
    const valuer = valuerOf(voters, 2, random);
    expect(surGreedy(voters, 1, 2, valuer)?.members).toEqual([1]);
    expect(surGreedy([voters[0]!], 1, 1, valuer)).toBeNull();
  });
});

describe('the ensembles that a long-run budget mixes', () => {
  it('earn at least what one ensemble a query earns', () => {
    fc.assert(
      fc.property(cases, ({ voters, labels, budget }) => {
        const valuer = valuerOf(voters, labels, random);
        const points = ensemblePoints(voters, budget, voters.length, valuer, 127);
        const mixture = bestMixture(points, budget);
        const choice = surGreedy(voters, budget, voters.length, valuer);
        if (choice === null) return;
        expect(mixture!.cost).toBeLessThanOrEqual(budget * (1 + 1e-9));
        expect(mixture!.reward).toBeGreaterThanOrEqual(choice.correctness - 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('are nearly as good where they are searched as where they are listed', () => {
    fc.assert(
      fc.property(cases, ({ voters, labels, budget }) => {
        const valuer = valuerOf(voters, labels, random);
        const [listed, searched] = [127, 0].map((most) =>
          bestMixture(ensemblePoints(voters, budget, voters.length, valuer, most), budget),
        );
        if (!listed || !searched) {
          expect(searched).toBe(listed);
          return;
        }
        expect(searched.reward).toBeLessThanOrEqual(listed.reward + 1e-9);
        expect(searched.reward).toBeGreaterThanOrEqual(listed.reward - 0.06);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
