#!/usr/bin/env node
import 'reflect-metadata';
import { openWorld } from './open-world.js';
import { settingsOf } from './settings.js';
import { createSimulator } from './simulator.js';
import { WorldFileError } from './world-files.js';

const settings = settingsOf(process.argv);

try {
  const world = await openWorld(settings);
  const app = await createSimulator(world, settings.pace, settings.faults, Math.random);
  await app.listen(settings.port, settings.host);
  const count = `${world.models.length} models, ${world.tasks.length} tasks`;
  console.log(
    `llm-simulator ready: ${await app.getUrl()} plays ${settings.source.path} (${count})`,
  );
  const stop = () => void app.close().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, stop);
  process.send?.('ready');
} catch (error) {
  const known =
    error instanceof WorldFileError || (error as { code?: unknown }).code === 'EADDRINUSE';
  console.error(`llm-simulator: ${known ? (error as Error).message : String(error)}`);
  process.exit(known ? 2 : 1);
}
