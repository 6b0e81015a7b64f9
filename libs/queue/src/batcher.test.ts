import { describe, expect, it } from 'vitest';
import { Batcher, type BatcherSettings } from './batcher.js';

const settings: BatcherSettings = { maxItems: 3, maxFlushes: 1, gatherMs: 0 };

/** A batcher of numbers whose flushes end when they are told to. */
function batcher(over: Partial<BatcherSettings> = {}) {
  const flushes: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const doubled = new Batcher<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        flushes.push({ items, end: () => resolve(items.map((item) => item * 2)), fail: reject });
      }),
    { ...settings, ...over },
  );
  return { doubled, flushes };
}

/** Lets everything happen that needs no timer. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a batcher', () => {
  it('flushes at once when idle, with all that was added in the same turn', async () => {
    const { doubled, flushes } = batcher();
    const results = Promise.all([doubled.add(1), doubled.add(2)]);
    await settled();
    expect(flushes.map(({ items }) => items)).toEqual([[1, 2]]);
    flushes[0]!.end();
    expect(await results).toEqual([2, 4]);
  });

  it('gathers while a flush is under way, and takes no more than a flush may carry', async () => {
    const { doubled, flushes } = batcher();
    const results = [doubled.add(1)];
    await settled();
    for (const item of [2, 3, 4, 5]) results.push(doubled.add(item));
    await settled();
    expect(flushes).toHaveLength(1);
    expect(doubled.length).toBe(4);
    flushes[0]!.end();
    await settled();
    expect(flushes[1]!.items).toEqual([2, 3, 4]);
    flushes[1]!.end();
    await settled();
    flushes[2]!.end();
    expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10]);
  });

  it('has as many flushes under way as it may', async () => {
    const { doubled, flushes } = batcher({ maxFlushes: 2 });
    const results = [doubled.add(1)];
    await settled();
    results.push(doubled.add(2));
    await settled();
    expect(flushes).toHaveLength(2);
    for (const flush of flushes) flush.end();
    expect(await Promise.all(results)).toEqual([2, 4]);
  });

  it('gathers for a while when items keep coming, and not when it was idle', async () => {
    const { doubled, flushes } = batcher({ gatherMs: 60_000 });
    const first = doubled.add(1);
    await settled();
    expect(flushes.map(({ items }) => items)).toEqual([[1]]);
    flushes[0]!.end();
    await first;
    void doubled.add(2);
    await settled();
    expect(flushes).toHaveLength(1);
  });

  it('fails the items of a flush that fails, and goes on with the next', async () => {
    const { doubled, flushes } = batcher();
    const first = doubled.add(1);
    await settled();
    const second = doubled.add(2);
    flushes[0]!.fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await settled();
    flushes[1]!.end();
    expect(await second).toBe(4);
  });

  it('is idle when nothing waits and nothing is under way', async () => {
    const { doubled, flushes } = batcher();
    await doubled.idle();
    const result = doubled.add(1);
    let idle = false;
    void doubled.idle().then(() => (idle = true));
    await settled();
    expect(idle).toBe(false);
    flushes[0]!.end();
    await result;
    await settled();
    expect(idle).toBe(true);
  });

  it('refuses a flush that gives another number of results', async () => {
    const broken = new Batcher<number, number>(() => Promise.resolve([]), settings);
    await expect(broken.add(1)).rejects.toThrow('1 items gave 0 results');
  });

  it('takes no more bytes than a flush may carry, but for an item that is larger by itself', async () => {
    const flushes: number[][] = [];
    const sent = new Batcher<string, number>(
      (items) => {
        flushes.push(items.map((item) => item.length));
        return Promise.resolve(items.map((item) => item.length));
      },
      {
        maxItems: 3,
        maxFlushes: 1,
        gatherMs: 0,
        bytes: { max: 1_000, of: (item) => 2 * item.length },
      },
    );
    const lengths = [10, 10, 10, 10, 400, 400, 5_000, 10];
    const results = lengths.map((length) => sent.add('x'.repeat(length)));
    expect(await Promise.all(results)).toEqual(lengths);
    expect(flushes).toEqual([[10, 10, 10], [10, 400], [400], [5_000], [10]]);
  });
});
