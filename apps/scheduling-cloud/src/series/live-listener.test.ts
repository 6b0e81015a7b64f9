import { describe, expect, it, vi } from 'vitest';
import { LiveListener } from './live-listener.js';
import type { LiveTask } from './live-view.js';

function task(name: string, rounds: number): LiveTask {
  return {
    task: name,
    at: '2026-11-22T12:00:00.000Z',
    rounds,
    queries_per_second: 1,
    reward_mean: null,
    cost_usd_total: 0,
    last_buckets: [],
  };
}

function roundsIn(event: string | undefined): [string, number][] {
  const data = JSON.parse(event!.split('data: ')[1]!) as { tasks: LiveTask[] };
  return data.tasks.map(({ task: name, rounds }) => [name, rounds]);
}

describe('a listener', () => {
  it('is told of its own tasks alone, and of each the latest, however slow it is', async () => {
    const gone = vi.fn();
    const listener = new LiveListener((name) => name !== 'secret', gone);
    const events = listener.events();
    listener.hear([task('qa', 1), task('secret', 9)]);
    listener.hear([task('qa', 2), task('sum', 1)]);
    expect(roundsIn((await events.next()).value as string)).toEqual([
      ['qa', 2],
      ['sum', 1],
    ]);
    const next = events.next();
    listener.hear([task('secret', 10)]);
    listener.hear([task('sum', 2)]);
    expect(roundsIn((await next).value as string)).toEqual([['sum', 2]]);
    listener.end();
    expect((await events.next()).done).toBe(true);
    expect(gone).toHaveBeenCalledOnce();
  });

  it('ends while it waits, and when whoever reads it stops', async () => {
    const gone = vi.fn();
    const waiting = new LiveListener(() => true, gone);
    const next = waiting.events().next();
    waiting.end();
    expect((await next).done).toBe(true);
    const stopped = new LiveListener(() => true, gone);
    stopped.hear([task('qa', 1)]);
    for await (const event of stopped.events()) {
      expect(event).toMatch(/^event: tasks\ndata: \{"tasks":\[.*\]\}\n\n$/);
      break;
    }
    expect(gone).toHaveBeenCalledTimes(2);
  });

  it('hears a ping now and then while nothing happens', async () => {
    vi.useFakeTimers();
    const next = new LiveListener(
      () => true,
      () => undefined,
    )
      .events()
      .next();
    await vi.advanceTimersByTimeAsync(15_000);
    expect((await next).value).toBe('event: ping\ndata: {}\n\n');
    vi.useRealTimers();
  });
});
