import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abstain, cast, isDecided, openBallot, verdictOf, type Ballot } from './ballot.js';
import { confusionVoice } from './confusion-voice.js';
import { uniformVoice, type Voice } from './voice.js';

interface Vote {
  readonly labels: number;
  readonly voices: readonly Voice[];
  /** Null: none of the labels. */
  readonly answers: readonly (number | null)[];
}

/** Chances on a grid, so that weights are often equal or opposite and votes tie. */
const chance = fc.constantFrom(0, 0.1, 0.2, 0.25, 1 / 3, 0.4, 0.5, 0.6, 2 / 3, 0.75, 0.8, 0.9, 1);

const votes: fc.Arbitrary<Vote> = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.boolean(), fc.integer({ min: 1, max: 8 }))
  .chain(([labels, byLabel, models]) => {
    const row = fc.array(fc.integer({ min: 0, max: 9 }), {
      minLength: labels + 1,
      maxLength: labels + 1,
    });
    const counts = fc.array(row, { minLength: labels, maxLength: labels });
    const voice: fc.Arbitrary<Voice> = byLabel
      ? counts.map((table) => confusionVoice(table, 0.7, 2))
      : chance.map((one) => uniformVoice(one, labels));
    const answer = fc.option(fc.nat({ max: labels - 1 }), { freq: 8 });
    return fc.record({
      labels: fc.constant(labels),
      voices: fc.array(voice, { minLength: models, maxLength: models }),
      answers: fc.array(answer, { minLength: models, maxLength: models }),
    });
  });

function ballotOf({ labels, voices, answers }: Vote, until: (ballot: Ballot) => boolean): Ballot {
  let ballot = openBallot(voices, labels);
  for (const answer of answers) {
    if (until(ballot)) break;
    ballot = cast(ballot, answer);
  }
  return ballot;
}

const never = (): boolean => false;

describe('a ballot', () => {
  it('says the same when it stops early as when all are asked, ties and all', () => {
    let stopped = 0;
    fc.assert(
      fc.property(votes, fc.double({ min: 0, max: 0.999, noNaN: true }), (vote, luck) => {
        const early = ballotOf(vote, isDecided);
        const whole = ballotOf(vote, never);
        if (early.waiting.length > 0) stopped += 1;
        expect(verdictOf(early, luck).label).toBe(verdictOf(whole, luck).label);
        expect(verdictOf(early, luck).tied).toEqual(verdictOf(whole, luck).tied);
      }),
      { numRuns: 3_000 },
    );
    expect(stopped).toBeGreaterThan(300);
  });

  it('is decided just when no answers to come could change the label or make a tie', () => {
    const few = votes.filter(({ voices, labels }) => (labels + 1) ** voices.length <= 1_000);
    fc.assert(
      fc.property(few, ({ labels, voices, answers }) => {
        let ballot = openBallot(voices, labels);
        for (const answer of answers) {
          const { label } = verdictOf(ballot, 0);
          const outcomes = allAnswers(labels, ballot.waiting.length)
            .map((rest) => verdictOf(rest.reduce<Ballot>(cast, ballot), 0).tied)
            .filter((tied) => tied.length > 1 || tied[0] !== label);
          expect(isDecided(ballot)).toBe(outcomes.length === 0);
          ballot = cast(ballot, answer);
        }
      }),
    );
  });

  it('asks nobody after two that outweigh the third', () => {
    const voices = [0.9, 0.8, 0.7].map((one) => uniformVoice(one, 2));
    const ballot = cast(cast(openBallot(voices, 2), 1), 1);
    expect(isDecided(ballot)).toBe(true);
    expect(isDecided(cast(cast(openBallot(voices, 2), 1), 0))).toBe(false);
    expect(verdictOf(ballot, 0.5).label).toBe(1);
    expect(verdictOf(ballot, 0.5).beliefs[1]).toBeCloseTo(36 / 37, 12);
  });

  it('asks on where a model below chance could still make a tie', () => {
    const voices = [uniformVoice(0.8, 2), uniformVoice(0.2, 2)];
    const ballot = cast(openBallot(voices, 2), 0);
    expect(isDecided(ballot)).toBe(false);
    expect(verdictOf(cast(ballot, 0), 0).tied).toEqual([0, 1]);
  });

  it('takes the answer of a model below chance for evidence against it', () => {
    const ballot = cast(openBallot([uniformVoice(0.2, 2)], 2), 1);
    expect(verdictOf(ballot, 0.9)).toMatchObject({ label: 0, tied: [0] });
  });

  it('breaks ties as often for each, and the same for the same luck', () => {
    const tied = cast(openBallot([uniformVoice(0.8, 4)], 4), null);
    const winners = [0, 0.25, 0.5, 0.75].map((luck) => verdictOf(tied, luck).label);
    expect(winners).toEqual([0, 1, 2, 3]);
  });

  it('passes over a model that failed', () => {
    const voices = [uniformVoice(0.9, 2), uniformVoice(0.6, 2)];
    const ballot = cast(abstain(openBallot(voices, 2)), 1);
    expect(verdictOf(ballot, 0)).toMatchObject({ label: 1 });
    expect(verdictOf(ballot, 0).beliefs[1]).toBeCloseTo(0.6, 12);
    expect(() => cast(ballot, 1)).toThrow('every model');
  });
});

function allAnswers(labels: number, models: number): (number | null)[][] {
  if (models === 0) return [[]];
  const options = [null, ...Array.from({ length: labels }, (_, label) => label)];
  return allAnswers(labels, models - 1).flatMap((rest) => options.map((one) => [...rest, one]));
}
