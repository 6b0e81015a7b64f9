import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { cast, isDecided, openBallot, verdictOf, type Ballot } from './ballot.js';
import { exactFigures, isEnumerable } from './exact-figures.js';
import { valuerOf } from './figures.js';
import { drawsFor, paperPrecision, sampledFigures } from './sampled-figures.js';
import { uniformVoice } from './voice.js';
import type { EnsembleFigures, Voter } from './voter.js';

const voter = fc.record({
  chance: fc.constantFrom(0.05, 0.2, 1 / 3, 0.5, 0.6, 0.75, 0.8, 0.9, 0.99),
  cost: fc.integer({ min: 0, max: 100 }),
});

const sets = fc.record({
  labels: fc.integer({ min: 2, max: 5 }),
  voters: fc.array(voter, { minLength: 1, maxLength: 5 }),
});

/** Every answer of every model, one by one. */
function bruteForce(voters: readonly Voter[], labels: number): EnsembleFigures {
  const voices = voters.map(({ chance }) => uniformVoice(chance, labels));
  const after = (ballot: Ballot, at: number): EnsembleFigures => {
    const one = voters[at];
    if (one === undefined) {
      const { tied } = verdictOf(ballot, 0);
      return { correctness: tied.includes(0) ? 1 / tied.length : 0, cost: 0 };
    }
    const figures = { correctness: 0, cost: isDecided(ballot) ? 0 : one.cost };
    for (let label = 0; label < labels; label += 1) {
      const likely = label === 0 ? one.chance : (1 - one.chance) / (labels - 1);
      const next = after(cast(ballot, label), at + 1);
      figures.correctness += likely * next.correctness;
      figures.cost += isDecided(ballot) ? 0 : likely * next.cost;
    }
    return figures;
  };
  return after(openBallot(voices, labels), 0);
}

describe('the figures of an ensemble', () => {
  it('are those of every possible answer, weighed', () => {
    fc.assert(
      fc.property(sets, ({ voters, labels }) => {
        const exact = exactFigures(voters, labels);
        const brute = bruteForce(voters, labels);
        expect(exact.correctness).toBeCloseTo(brute.correctness, 9);
        expect(exact.cost).toBeCloseTo(brute.cost, 6);
      }),
    );
  });

  it('agree, drawn and exact, within the precision', () => {
    const examples = fc.sample(sets, { numRuns: 20, seed: 5 });
    for (const { voters, labels } of examples) {
      const best = Math.max(...voters.map(({ chance }) => chance));
      const draws = drawsFor(voters.length, best);
      const drawn = sampledFigures(voters, labels, draws, randomOf(1));
      const exact = exactFigures(voters, labels);
      const within = paperPrecision.epsilon * best;
      expect(Math.abs(drawn.correctness - exact.correctness)).toBeLessThan(within);
      expect(Math.abs(drawn.cost - exact.cost)).toBeLessThan(within * 100);
    }
  });

  it('never get worse by one more model', () => {
    fc.assert(
      fc.property(sets, voter, ({ voters, labels }, more) => {
        const before = exactFigures(voters, labels).correctness;
        expect(exactFigures([...voters, more], labels).correctness).toBeGreaterThan(before - 1e-9);
      }),
    );
  });

  it('take the draws that the paper takes', () => {
    expect(drawsFor(12, 0.95)).toBe(8_864);
  });

  it('are enumerated for 14 models of two labels and 8 of a hundred', () => {
    expect([14, 15].map((models) => isEnumerable(models, 2))).toEqual([true, false]);
    expect([8, 9].map((models) => isEnumerable(models, 100))).toEqual([true, false]);
  });

  it('are of the cheaper of two orders', () => {
    const voters = [
      { chance: 0.95, cost: 100 },
      { chance: 0.94, cost: 1 },
      { chance: 0.93, cost: 1 },
    ];
    const valued = valuerOf(voters, 2, () => randomOf(1)).value([0, 1, 2]);
    expect(valued.members).toEqual([1, 2, 0]);
    expect(valued.cost).toBeLessThan(15);
  });

  it('of many models are drawn on the same luck each time', () => {
    const voters = Array.from({ length: 20 }, (_, at) => ({ chance: 0.55 + at / 100, cost: 1 }));
    const valuer = valuerOf(voters, 3, () => randomOf(3));
    const all = [...voters.keys()];
    expect(valuer.value(all)).toEqual(valuer.value(all));
    expect(valuer.value(all).correctness).toBeGreaterThan(0.9);
  });
});
