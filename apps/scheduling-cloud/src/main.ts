import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseConfig, readEnvironment, writtenConfig } from '#config';
import { endsWithin, Log, startTracing, toldToStop } from '#operations';
import { migrateQueue, Queues, sparingLog, type QueueSettings } from '#queue';
import { CapStore, KeyStore, migrateUp, purserDatabase, RegistryStore } from '#storage';
import { application } from './application.js';
import { firstAdminKey } from './auth/first-admin-key.js';
import { isLoopback } from './auth/loopback.js';
import { cloudEnvironment, secretsIn, type CloudEnvironment } from './environment.js';
import { Readiness } from './health/readiness.js';
import { configuredCaps } from './money/configured-caps.js';
import { seedRegistry } from './registry/seed-registry.js';

/** What one statement may take, in milliseconds, before its request is told to try again. */
const STATEMENT_MS = 15_000;

async function main(): Promise<void> {
  const stop = toldToStop(process);
  const environment = readEnvironment(cloudEnvironment, process.env);
  const endTracing = await startTracing(
    'purser-scheduling-cloud',
    environment.OTEL_EXPORTER_OTLP_ENDPOINT,
  );
  const app = await Promise.race([started(environment), stop]);
  if (!app) return;
  await stop;
  app.get(Readiness).stop();
  await delay(environment.SHUTDOWN_DELAY_SECONDS * 1_000);
  const { SHUTDOWN_SECONDS } = environment;
  if (await endsWithin(SHUTDOWN_SECONDS, app.close().then(endTracing))) return;
  new Logger('Shutdown').warn(
    `requests were still under way after ${SHUTDOWN_SECONDS} s: what was acknowledged goes on without them`,
  );
}

async function started(environment: CloudEnvironment): Promise<NestFastifyApplication> {
  Logger.overrideLogger(new Log(environment, process.stdout.isTTY));
  refuseOpenDoor(environment);
  const secrets = secretsIn(environment, process.env);
  const text = await readFile(environment.PURSER_CONFIG, 'utf8');
  const config = parseConfig(text);
  const settings = queueSettings(environment);
  await migrateUp(environment.DATABASE_URL);
  if (settings.backend === 'postgres') {
    await migrateQueue(settings.url, environment.QUEUE_ROLE_PASSWORD);
  }
  const database = await purserDatabase(environment.DATABASE_URL, STATEMENT_MS).initialize();
  for (const warning of await seedRegistry(new RegistryStore(database), writtenConfig(text)))
    new Logger('Configuration').warn(warning);
  await new CapStore(database).seed(configuredCaps(config));
  const needsKeys = environment.PURSER_AUTH === 'keys';
  if (needsKeys) {
    const file = environment.PURSER_ADMIN_KEY_FILE;
    const news = await firstAdminKey(new KeyStore(database), file);
    if (news !== undefined) console.log(news);
  }
  const app = await application({
    needsKeys,
    metricsToken: environment.METRICS_TOKEN,
    database,
    webhooks: config.webhooks,
    notify: config.notify,
    secrets,
    maxQueueLength: environment.PURSER_MAX_QUEUE_LENGTH,
    publicUrl: environment.PURSER_PUBLIC_URL ?? `http://${environment.HOST}:${environment.PORT}`,
    databaseUrl: environment.DATABASE_URL,
    queues: await Queues.open(settings),
  });
  await app.listen(environment.PORT, environment.HOST);
  new Logger('SchedulingCloud').log(
    `scheduling-cloud ready: http://${environment.HOST}:${environment.PORT}`,
  );
  process.send?.('ready');
  return app;
}

/** @throws Error for a service that asks for no keys and is open to other machines */
function refuseOpenDoor({ PURSER_AUTH, HOST }: CloudEnvironment): void {
  if (PURSER_AUTH === 'keys' || isLoopback(HOST)) return;
  throw new Error(
    `PURSER_AUTH=off would let anyone who reaches ${HOST} spend money: leave it out, or listen on 127.0.0.1`,
  );
}

function queueSettings({ DATABASE_URL, REDIS_URL }: CloudEnvironment): QueueSettings {
  const logger = new Logger('Queue');
  const onError = sparingLog((message) => logger.warn(message));
  return REDIS_URL === undefined
    ? { backend: 'postgres', url: DATABASE_URL, onError }
    : { backend: 'redis', url: REDIS_URL, onError };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
