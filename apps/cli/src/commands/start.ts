import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { exampleConfig, parseConfig } from '#config';
import { Command, InvalidArgumentError } from 'commander';
import { startService } from '../service/service.js';
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
  DATABASE_URL   a PostgreSQL of yours, instead of the embedded one
  REDIS_URL      a Redis for the queues, instead of PostgreSQL
  …_API_KEY      the providers' keys, by the names in purser.yaml`,
    )
    .action(start);
}

async function start(options: Options): Promise<void> {
  const config = await readOrWriteConfig(options.config);
  const asked = toldToStop();
  const starting = startService({ ...options, config, env: process.env, log: print });
  const service = await Promise.race([starting, asked]);
  if (!service) {
    await starting.then((late) => late.stop());
    return;
  }
  print(invitation(service.url, Object.keys(parseConfig(config).tasks)[0] ?? ''));
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

function invitation(url: string, task: string): string {
  const query = JSON.stringify({ task, input: 'How much is 6 times 7?' });
  return `
Purser is ready: ${url} (its API: ${url}/docs)

Try:  curl -s ${url}/v1/queries -H 'content-type: application/json' -H 'prefer: wait=20' -d '${query}'

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
