import 'reflect-metadata';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { endsWithin, Log, startTracing, toldToStop } from '#operations';
import { Queues, sparingLog } from '#queue';
import { LocalServerModule } from './local-server.module.js';
import { settingsFrom, type Settings } from './settings.js';

async function main(): Promise<void> {
  const stop = toldToStop(process);
  const settings = settingsFrom(process.env);
  const endTracing = await startTracing('purser-local-server', settings.tracesTo);
  const app = await Promise.race([started(settings), stop]);
  if (!app) return;
  await stop;
  const { shutdownSeconds } = settings;
  if (await endsWithin(shutdownSeconds, app.close().then(endTracing))) return;
  new Logger('Shutdown').warn(
    `calls were still under way after ${shutdownSeconds} s: their queries are handed back to the queue`,
  );
}

async function started(settings: Settings): Promise<INestApplicationContext> {
  const { queue, concurrentCalls } = settings;
  Logger.overrideLogger(new Log(settings.log, process.stdout.isTTY));
  const logger = new Logger('Queue');
  const onError = sparingLog((message) => logger.warn(message));
  const queues = await Queues.open({ ...queue, onError });
  const app = await NestFactory.createApplicationContext(LocalServerModule.with(settings, queues));
  new Logger('LocalServer').log(
    `local-server ready: ${concurrentCalls} calls at once, queue on ${queue.backend}`,
  );
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
