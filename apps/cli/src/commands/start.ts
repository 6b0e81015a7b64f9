import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { exampleConfig, parseConfig } from '#config';
import { Command, InvalidArgumentError } from 'commander';
import { adminKeyPathIn, readAdminKey } from '../service/admin-key.js';
import { CommandError } from './command-error.js';
import { toldToStop } from './stop-signal.js';

interface Options {
  readonly config: string;
  readonly dataDir: string;
  readonly localServers: number;
  readonly host: string;
  readonly port: number;
}

const SIMULATOR_PORT = 8090;

/** `purser start`: the whole service, until it is told to stop. */
export function startCommand(): Command {
  return new Command('start')
    .description('Start the service: one scheduling-cloud, local-servers, and what they need.')
    .option('--config <file>', 'what may be asked, and what for; written if absent', 'purser.yaml')
    .option('--data-dir <folder>', 'what the service keeps', '.purser')
    .option('--local-servers <n>', 'how many processes call LLMs', whole(1, 64), 1)
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'where to listen; if taken, the next free one', whole(1, 65_535), 8080)
    .addHelpText(
      'after',
      `
Environment:
  PURSER_AUTH    off: requests need no key; only where nobody else reaches the address
  DATABASE_URL   a PostgreSQL of yours, instead of the embedded one
  REDIS_URL      a Redis for the queues, instead of PostgreSQL
  …_API_KEY      the providers' keys, by the names in purser.yaml`,
    )
    .action(start);
}

async function start(options: Options): Promise<void> {
  const config = await readOrWriteConfig(options.config);
  const asked = toldToStop();
  const needsKeys = needsKeysBy(process.env['PURSER_AUTH']);
  const known = await readAdminKey(options.dataDir);
  const { startService } = await import('../service/service.js');
  const starting = startService({ ...options, config, needsKeys, env: process.env, log: print });
  const service = await Promise.race([starting, asked]);
  if (!service) {
    await starting.then((late) => late.stop());
    return;
  }
  const key = needsKeys ? await readAdminKey(options.dataDir) : undefined;
  if (key !== undefined && key !== known) print(firstKey(key, options.dataDir));
  const task = Object.keys(parseConfig(config).tasks)[0] ?? '';
  print(invitation(service.url, task, headerOf(options.dataDir, needsKeys, key)));
  await asked;
  print('Stopping…');
  await service.stop();
}

async function readOrWriteConfig(path: string): Promise<string> {
  if (existsSync(path)) return readFile(path, 'utf8');
  const example = exampleConfig(SIMULATOR_PORT);
  await writeFile(path, example, { flag: 'wx' });
  print(`Wrote ${path}: an example whose models are played by a simulator. Edit it for real ones.`);
  return example;
}

/** @throws {CommandError} for a value that means nothing */
function needsKeysBy(auth: string | undefined): boolean {
  if (auth === undefined || auth === '' || auth === 'keys') return true;
  if (auth === 'off') return false;
  throw new CommandError('PURSER_AUTH must be keys or off');
}

function firstKey(key: string, dataDir: string): string {
  return `
The first admin key, shown this once and kept in ${adminKeyPathIn(dataDir)}:

  ${key}`;
}

/** What the reader's requests need; the key itself stays out of the shell's history. */
function headerOf(dataDir: string, needsKeys: boolean, key: string | undefined): string {
  if (!needsKeys) return '';
  const shown = key === undefined ? '$PURSER_API_KEY' : `$(cat ${adminKeyPathIn(dataDir)})`;
  return ` -H "authorization: Bearer ${shown}"`;
}

function invitation(url: string, task: string, header: string): string {
  const query = JSON.stringify({ task, input: 'How much is 6 times 7?' });
  return `
Purser is ready: ${url} (its API: ${url}/docs)

Try:  curl -s ${url}/v1/queries${header} -H 'content-type: application/json' -H 'prefer: wait=20' -d '${query}'

Stop it with Ctrl-C.`;
}

function print(line: string): void {
  console.log(line);
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
