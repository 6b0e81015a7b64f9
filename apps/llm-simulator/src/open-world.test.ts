import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld } from './open-world.js';
import { settingsOf } from './settings.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'llm-simulator-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function open(...options: string[]) {
  return openWorld(settingsOf(['node', 'llm-simulator', ...options]));
}

const outcome = '{"score":1,"cost_usd":0.001,"answer":"4"}';
const line = `{"id":"1","task":"sums","query":"2+2","outcomes":{"a":${outcome},"b":${outcome}}}\n`;

describe('the world that is opened', () => {
  it('is by default nine models whose figures all have a source', async () => {
    const world = await open();
    expect(world.models).toHaveLength(9);
    expect(world.tasks).toEqual(['gsm8k', 'math', 'crux', 'intent']);
  });

  it('is cut down to the models and tasks asked for', async () => {
    const world = await open('--models', 'gpt-4o,gpt-4o-mini', '--task', 'math');
    expect(world.models).toEqual(['gpt-4o-mini', 'gpt-4o']);
    expect(world.tasks).toEqual(['math']);
    const query = { id: null, text: '2+2', task: 'crux' };
    expect(world.outcomeOf(query, 'gpt-4o')).toBeUndefined();
  });

  it('is a recorded one, plain or zipped', async () => {
    for (const path of [
      await file('plain.jsonl', line),
      await file('zipped.jsonl.gz', gzipSync(line)),
    ]) {
      const world = await open('--data', path);
      expect(world.outcomeOf({ id: '1', text: '', task: null }, 'b')).toMatchObject({ score: 1 });
    }
  });

  it('may be a profile in YAML', async () => {
    const profile = `
sharedLuck: 0
tasks: { sums: { inputTokens: 10, inputSpread: 0 } }
models:
  sure:
    price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }
    latency: { firstTokenMs: 0, perTokenMs: 0, spread: 0 }
    tasks: { sums: { score: 1, outputTokens: 5, outputSpread: 0 } }
`;
    const world = await open('--profile', await file('profile.yaml', profile));
    const query = { id: null, text: '2+2', task: null };
    expect(world.outcomeOf(query, 'sure')).toMatchObject({ score: 1, inputTokens: 10 });
  });

  it.each([
    ['--models', 'gpt-5', 'there is no model gpt-5 to play; there are gemma-2-2b-it'],
    ['--data', '/no/such/file.jsonl', 'no such file'],
  ])('is refused with the reason: %s %s', async (option, value, reason) => {
    await expect(open(option, value)).rejects.toThrow(reason);
  });

  it('is refused where its file is broken, with all faults of a profile', async () => {
    const cut = await file('cut.jsonl.gz', gzipSync(line.repeat(50)).subarray(0, 60));
    await expect(open('--data', cut)).rejects.toThrow(/cut\.jsonl\.gz: .*end of file/);
    const profile = await file('bad.yaml', 'sharedLuck: 2\ntasks: {}\nmodels: {}\n');
    await expect(open('--profile', profile)).rejects.toThrow(/sharedLuck/);
  });
});
