import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client, eventually } from '../ground/client.js';

const PURSER = join(import.meta.dirname, '../../dist/apps/cli/main.js');

describe('purser start', () => {
  let folder: string;
  let started: ChildProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'purser-start-'));
    started = [];
  });

  afterEach(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, maxRetries: 20, retryDelay: 200 });
  });

  function purser(...args: string[]): ChildProcess {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [PURSER, ...args], { cwd: folder, env: { PATH, HOME } });
    started.push(child);
    return child;
  }

  /** Its address, once it is ready. */
  async function start(...flags: string[]): Promise<{ child: ChildProcess; url: string }> {
    const child = purser('start', ...flags);
    child.stderr?.resume();
    for await (const line of createInterface({ input: child.stdout! })) {
      const url = /^Purser is ready: (\S+)/.exec(line)?.[1];
      if (url) {
        child.stdout?.resume();
        return { child, url };
      }
    }
    throw new Error('purser start ended as it started');
  }

  async function adminKey(): Promise<string> {
    return (await readFile(join(folder, '.purser/admin-key'), 'utf8')).trim();
  }

  it('works from an empty folder, without keys or a database', async () => {
    const { child, url } = await start('--local-servers', '2');
    const answer = await new Client(url, await adminKey()).ask('gsm8k', 'How much is 6 times 7?', {
      prefer: 'wait=30',
    });
    expect(answer).toMatchObject({ status: 200, body: { status: 'answered' } });
    expect(await readFile(join(folder, 'purser.yaml'), 'utf8')).toContain('any-win');
    const below = descendantsOf(child.pid!);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(below.filter(isAlive)).toEqual([]);
  });

  it('has its ledger checked while it runs, and when it has stopped', async () => {
    const check = async (): Promise<{ code: number; output: string }> => {
      const child = purser('ledger', 'check');
      let output = '';
      for (const stream of [child.stdout!, child.stderr!]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      }
      const [code] = await once(child, 'close');
      return { code, output };
    };
    const nothing = await check();
    expect(nothing).toEqual({ code: 1, output: expect.stringContaining('--data-dir') });
    const { child, url } = await start();
    const client = new Client(url, await adminKey());
    await client.ask('gsm8k', 'How much is 6 times 7?', { prefer: 'wait=30' });
    const good = { code: 0, output: expect.stringMatching(/^The ledger balances: 2 entries of 1/) };
    await eventually(async () => {
      const result = await check();
      return result.output.includes(' 2 entries') ? result : undefined;
    });
    expect(await check()).toEqual(good);
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(await check()).toEqual(good);
  });

  it('leaves no process behind, though it is killed', async () => {
    const { child } = await start();
    const below = descendantsOf(child.pid!);
    expect(below.length).toBeGreaterThan(4);
    child.kill('SIGKILL');
    await eventually(() => Promise.resolve(below.some(isAlive) ? undefined : true));
  });

  it('takes queries again after each of its processes was killed, PostgreSQL too', async () => {
    const { child, url } = await start();
    const client = new Client(url, await adminKey());
    for (const victim of ['apps/scheduling-cloud', 'apps/local-server', 'bin/postgres -D']) {
      process.kill(descendantsOf(child.pid!, victim)[0]!, 'SIGKILL');
      const answer = await eventually(async () => {
        const { status, body } = await client.ask('gsm8k', 'And now?', { prefer: 'wait=30' });
        return status === 200 ? (body as { status: string }) : undefined;
      }, 60_000);
      expect(answer.status).toBe('answered');
    }
  });

  it('says in a line why a second one cannot use the same folder', async () => {
    const { child } = await start();
    const second = purser('start');
    const message = await textOf(second);
    expect(message).toMatch(`postgres is in use by process ${child.pid}: stop it`);
    expect(message).not.toContain('    at ');
  });

  it('lists what is wrong with purser.yaml, and does not start', async () => {
    await writeFile(join(folder, 'purser.yaml'), 'models: {}\ntask: {}\n');
    const child = purser('start');
    expect(await textOf(child)).toBe(
      'purser: purser.yaml is refused:\n' +
        '  - models (line 1): must name at least one model\n' +
        '  - tasks (line 1): is missing: must be a mapping\n' +
        '  - task (line 2): is not known: did you mean tasks?\n',
    );
    expect(child.exitCode).toBe(2);
  });
});

/** All that it says on its standard error until it ends. */
async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stdout?.resume();
  await once(child, 'close');
  return text;
}

/** The processes that it started, and those that they did; of all, or those of a command. */
function descendantsOf(parent: number, command = ''): number[] {
  const rows = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match ? [{ pid: +match[1]!, parent: +match[2]!, args: match[3]! }] : []));
  const below = (pid: number): typeof rows =>
    rows.filter((row) => row.parent === pid).flatMap((row) => [row, ...below(row.pid)]);
  return below(parent)
    .filter(({ args }) => args.includes(command) && (command === '' || !args.startsWith('/bin/sh')))
    .map(({ pid }) => pid);
}

/** A process that has ended is not alive, though its parent has not noticed yet. */
function isAlive(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return !state.startsWith('Z');
  } catch {
    return false;
  }
}
