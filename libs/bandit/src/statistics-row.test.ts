import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyArm, observe } from './arm-statistics.js';
import { RoundMemory } from './round-memory.js';
import { recollect, type StatisticsRow } from './statistics-row.js';
import { epochOf } from './forgetting.js';

const price = { inputNano: 100, outputNano: 400, requestNano: 0 };

function row(over: Partial<StatisticsRow> = {}): StatisticsRow {
  const statistics = observe(emptyArm, { rewardMicro: 1_000_000, costNano: 50_000 });
  const tokens = { calls: 1, inputTokens: 100, outputTokens: 100 };
  return { model: 'm', given: [], epoch: 0, price, statistics, tokens, ...over };
}

const today = { round: 1, forgetting: {}, priceOf: () => price };

describe('stored statistics', () => {
  it('are summed by model, and kept apart by who had failed before', () => {
    const { statistics, failures, tokens } = recollect([row(), row({ given: ['x'] })], today);
    expect(statistics.get('m')).toMatchObject({ rewards: 2, costSumNano: 100_000 });
    expect(failures.rows).toHaveLength(2);
    expect(tokens.get('m')).toEqual({ calls: 2, inputTokens: 200, outputTokens: 200 });
  });

  it("show every cost at today's price, whenever it was paid", () => {
    const doubled = { inputNano: 200, outputNano: 800, requestNano: 0 };
    const rows = [row(), row({ price: doubled })];
    const { statistics, failures } = recollect(rows, { ...today, priceOf: () => doubled });
    expect(statistics.get('m')).toMatchObject({ costs: 2, costSumNano: 150_000 });
    expect(statistics.get('m')!.costSquareSumNano2).toBe(100_000n ** 2n + 50_000n ** 2n);
    expect(failures.rows[0]!.statistics.costSumNano).toBe(150_000);
  });

  it('leave out costs that cannot be compared, but not the rewards', () => {
    const free = row({ tokens: { calls: 0, inputTokens: 0, outputTokens: 0 } });
    const reading = { ...today, priceOf: () => ({ ...price, inputNano: 1 }) };
    expect(recollect([free], reading).statistics.get('m')).toMatchObject({ costs: 0, rewards: 1 });
  });

  it('keep the costs of a model that is no longer offered, or whose price was not noted', () => {
    for (const reading of [{ ...today, priceOf: () => undefined }, today]) {
      const { statistics } = recollect([row({ price: null })], reading);
      expect(statistics.get('m')).toMatchObject({ costs: 1, costSumNano: 50_000 });
    }
  });

  it('are forgotten like the rounds of a replay', () => {
    const forgetting = fc.record(
      {
        halfLifeRounds: fc.integer({ min: 20, max: 500 }),
        windowRounds: fc.integer({ min: 20, max: 500 }),
      },
      { requiredKeys: ['halfLifeRounds'] },
    );
    const rounds = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(forgetting, rounds, (memory, observed) => {
        const replayed = new RoundMemory(memory);
        const rows = new Map<number, StatisticsRow>();
        for (const round of observed) {
          const call = { model: 'm', rewardMicro: 1_000_000, costNano: round };
          replayed.learn({ combination: ['m'], calls: [call], round }, true);
          const epoch = epochOf(round, memory);
          const known = rows.get(epoch)?.statistics ?? emptyArm;
          const length = Math.min(memory.halfLifeRounds, memory.windowRounds ?? Infinity) / 10;
          const middle = Math.floor((epoch + 0.5) * length);
          const noTokens = { calls: 0, inputTokens: 0, outputTokens: 0 };
          const statistics = observe(known, call);
          rows.set(epoch, row({ epoch: middle, statistics, tokens: noTokens }));
        }
        const ascending = [...rows.values()].sort((left, right) => left.epoch - right.epoch);
        const { statistics, failures } = recollect(ascending, {
          ...today,
          round: 900,
          forgetting: memory,
        });
        const known = replayed.recall(900);
        expect(statistics).toEqual(known.statistics);
        expect(failures.rows).toEqual(known.failures.rows);
      }),
    );
  });
});
