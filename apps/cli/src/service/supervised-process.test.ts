import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SupervisedProcess } from './supervised-process.js';

describe('a supervised process', { timeout: 30_000 }, () => {
  let folder: string;
  let lines: string[];
  let printed: EventEmitter;
  let running: SupervisedProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'purser-child-'));
    lines = [];
    printed = new EventEmitter();
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((each) => each.stop()));
    await rm(folder, { recursive: true });
  });

  async function start(script: string): Promise<SupervisedProcess> {
    const entry = join(folder, 'child.mjs');
    await writeFile(entry, script);
    const spec = { name: 'child', entry, env: process.env };
    const supervised = await SupervisedProcess.start(spec, (line) => {
      lines.push(line);
      printed.emit('line');
    });
    running.push(supervised);
    return supervised;
  }

  async function pids(count: number): Promise<number[]> {
    for (;;) {
      const found = lines.flatMap((line) => /^child \| pid (\d+)$/.exec(line)?.[1] ?? []);
      if (found.length >= count) return found.map(Number);
      await once(printed, 'line');
    }
  }

  const works =
    "console.log('pid ' + process.pid); process.send('ready'); setInterval(() => {}, 9e5);";

  it('is started again when it is killed', async () => {
    await start(works);
    const [first = 0] = await pids(1);
    process.kill(first, 'SIGKILL');
    const [, second] = await pids(2);
    expect(second).not.toBe(first);
    expect(lines).toContain('child was ended by SIGKILL: starting it again');
  });

  it('is gone once it is stopped, and stays so', async () => {
    const supervised = await start(works);
    const [pid = 0] = await pids(1);
    await supervised.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(lines).toEqual([`child | pid ${pid}`]);
  });

  it('may take its time to stop', async () => {
    const tidy = "process.on('SIGTERM', () => { console.log('tidied'); process.exit(0); });";
    const supervised = await start(tidy + works);
    await supervised.stop();
    expect(lines).toContain('child | tidied');
  });

  it('is an error that says how, if it ends before it is ready; what it printed is passed on', async () => {
    await expect(start("console.error('no disk'); process.exit(3)")).rejects.toThrow(
      'child ended with code 3 as it started',
    );
    expect(lines).toEqual(['child | no disk']);
  });

  it('is not in the group that a Ctrl-C in the terminal reaches', async () => {
    await start(works);
    const [pid = 0] = await pids(1);
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });
});
