import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Queues, sparingLog } from '#queue';
import { LocalServerModule } from './local-server.module.js';
import { settingsFrom, type Settings } from './settings.js';
import { toldToStop } from './shutdown.js';

/** Milliseconds that calls under way have to end; the queue gives what is left to another worker. */
const SHUTDOWN_MS = 20_000;

async function main(): Promise<void> {
  const stop = toldToStop(process);
  const app = await Promise.race([started(settingsFrom(process.env)), stop]);
  if (!app) return;
  await stop;
  await Promise.race([app.close(), delay(SHUTDOWN_MS)]);
}

async function started(settings: Settings): Promise<INestApplicationContext> {
  const { queue, concurrentCalls } = settings;
  Logger.overrideLogger(['error', 'warn']);
  const logger = new Logger('Queue');
  const onError = sparingLog((message) => logger.warn(message));
  const queues = await Queues.open({ ...queue, onError });
  const app = await NestFactory.createApplicationContext(LocalServerModule.with(settings, queues));
  console.log(`local-server ready: ${concurrentCalls} calls at once, queue on ${queue.backend}`);
  process.send?.('ready');
  return app;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
