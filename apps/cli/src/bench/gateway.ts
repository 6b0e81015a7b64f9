import { spawn } from 'node:child_process';
import { once } from 'node:events';
import getPort, { portNumbers } from 'get-port';
import { CommandError } from '../commands/command-error.js';

/** An existing gateway to measure beside Purser: it chooses nothing and keeps no books. */
const GATEWAY = '@portkey-ai/gateway@1.15.2';
const PATIENCE_MS = 180_000;

/** A gateway that runs in a process of its own. */
export interface Gateway {
  readonly url: string;
  readonly name: string;
  stop(): Promise<void>;
}

/** Installs the gateway by npx, if need be, and starts it. @throws CommandError if it does not run */
export async function startGateway(): Promise<Gateway> {
  const port = await getPort({ port: portNumbers(18_787, 18_999) });
  const command = spawn('npx', ['--yes', GATEWAY, '--headless', `--port=${port}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(command, 'close');
  const stop = async (): Promise<void> => {
    // The group: npx is but the parent of what listens.
    if (command.exitCode === null && command.pid !== undefined) process.kill(-command.pid);
    await ended;
  };
  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('Ready for connections')) resolve(true);
    };
    command.stdout.on('data', hear);
    command.stderr.on('data', hear);
    command.once('close', () => resolve(false));
    setTimeout(() => resolve(false), PATIENCE_MS).unref();
  });
  if (await ready) return { url: `http://127.0.0.1:${port}`, name: GATEWAY, stop };
  await stop();
  const [why] = said.trim().split('\n').slice(-1);
  throw new CommandError(`${GATEWAY} did not start (${why}): it is installed by npx`);
}

/** What a request needs besides, to have the gateway pass it on to an LLM at an address. */
export function throughGateway(llmUrl: string): Record<string, string> {
  return {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${llmUrl}/v1`,
    authorization: 'Bearer none',
  };
}
