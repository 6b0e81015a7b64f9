import { describe, expect, it } from 'vitest';
import { emptyArm, observe, randomOf, type ArmStatistics } from '#bandit';
import { kindReader } from './query-kinds.js';
import { areDue, armsOfKind, tableOf, voteEstimates, type JudgedBallot } from './vote-estimates.js';

const terms = { labels: 2, clusters: 2 };

/** A model that knows birds, and one that says 1 to everything. */
function ballots(count: number): JudgedBallot[] {
  const random = randomOf(5);
  return Array.from({ length: count }, (_, at) => {
    const isBird = at % 2 === 0;
    const truth = random.next() < 0.5 ? 0 : 1;
    const right = random.next() < (isBird ? 0.95 : 0.55);
    const words = isBird ? 'wing feather nest' : 'fin scale river';
    return {
      text: `${words} ${Math.floor(100 * random.next())}`,
      truth,
      votes: [
        { model: 'birds', label: right ? truth : 1 - truth, right: right ? 1 : 0 },
        { model: 'yes', label: 1, right: truth === 1 ? 1 : 0 },
      ],
    };
  });
}

function armOf(right: number, judged: number): ArmStatistics {
  let arm = emptyArm;
  for (let call = 0; call < judged; call += 1)
    arm = observe(arm, { rewardMicro: call < right ? 1_000_000 : 0, costNano: 10 });
  return arm;
}

const estimates = voteEstimates(ballots(1_000), terms, randomOf(1));
const kindOf = kindReader(estimates.kinds);

describe('what judged ballots teach', () => {
  it('tells kinds of queries apart, and what a model is worth in each', () => {
    const [bird, fish] = [kindOf('a nest, one feather'), kindOf('the river, one scale')];
    expect(bird).not.toBe(fish);
    const arms = new Map([['birds', armOf(750, 1_000)]]);
    const meanIn = (kind: number): number => {
      const arm = armsOfKind(arms, estimates, kind).get('birds')!;
      return arm.rewardSumMicro / arm.rewards / 1e6;
    };
    expect(meanIn(bird)).toBeGreaterThan(0.9);
    expect(meanIn(fish)).toBeLessThan(0.65);
  });

  it('claims to know no more of a kind than was heard there', () => {
    const arms = new Map([
      ['birds', armOf(8_000, 10_000)],
      ['new', emptyArm],
    ]);
    const moved = armsOfKind(arms, estimates, kindOf('nest'));
    expect(moved.get('birds')!.rewards).toBeLessThan(1_000);
    expect(moved.get('birds')!.rewards).toBeGreaterThan(450);
    expect(moved.get('birds')).toMatchObject({ costs: 10_000, costSumNano: 100_000 });
    expect(moved.get('new')).toBe(emptyArm);
  });

  it('leaves models as they are where kinds are not told apart', () => {
    const one = voteEstimates(ballots(100), { ...terms, clusters: 1 }, randomOf(1));
    const arms = new Map([['birds', armOf(70, 100)]]);
    expect(armsOfKind(arms, one, kindReader(one.kinds)('nest'))).toEqual(arms);
  });

  it('hears nothing in the answer of a model that says the same to everything', () => {
    const table = tableOf('yes', 0.5, estimates, 2);
    expect(Math.abs(table[0]![1]! - table[1]![1]!)).toBeLessThan(0.1);
    const unheard = tableOf('new', 0.8, estimates, 2);
    expect(unheard[0]![0]! - unheard[1]![0]!).toBeCloseTo(Math.log(4), 9);
  });

  it('is the same after it was stored', () => {
    const stored = JSON.parse(JSON.stringify(estimates)) as typeof estimates;
    expect(stored).toEqual(estimates);
    const again = kindReader(stored.kinds);
    for (const { text } of ballots(50)) expect(again(text)).toBe(kindOf(text));
  });

  it('is made anew after a fifth more, not for a handful, and after all was forgotten', () => {
    expect([areDue(0, 59), areDue(0, 60), areDue(1_000, 1_199), areDue(1_000, 1_200)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(areDue(100_000, 103_000)).toBe(true);
    expect(areDue(1_000, 0)).toBe(true);
  });
});
