import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { parseConfig, readEnvironment, writtenConfig } from '#config';
import { migrateQueue, Queues, sparingLog, type QueueSettings } from '#queue';
import { CapStore, KeyStore, migrateUp, purserDatabase, RegistryStore } from '#storage';
import { Logger } from '@nestjs/common';
import { application } from './application.js';
import { firstAdminKey } from './auth/first-admin-key.js';
import { isLoopback } from './auth/loopback.js';
import { cloudEnvironment, secretsIn, type CloudEnvironment } from './environment.js';
import { configuredCaps } from './money/configured-caps.js';
import { seedRegistry } from './registry/seed-registry.js';

/** What one statement may take, in milliseconds, before its request is told to try again. */
const STATEMENT_MS = 15_000;

async function main(): Promise<void> {
  // Started by a supervisor: when it is gone, so is the reason to run.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const environment = readEnvironment(cloudEnvironment, process.env);
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
    console.warn(warning);
  await new CapStore(database).seed(configuredCaps(config));
  const needsKeys = environment.PURSER_AUTH === 'keys';
  if (needsKeys) {
    const file = environment.PURSER_ADMIN_KEY_FILE;
    const news = await firstAdminKey(new KeyStore(database), file);
    if (news !== undefined) console.log(news);
  }
  const app = await application({
    needsKeys,
    database,
    webhooks: config.webhooks,
    secrets,
    publicUrl: environment.PURSER_PUBLIC_URL ?? `http://${environment.HOST}:${environment.PORT}`,
    databaseUrl: environment.DATABASE_URL,
    queues: await Queues.open(settings),
  });
  await app.listen(environment.PORT, environment.HOST);
  console.log(`scheduling-cloud ready: http://${environment.HOST}:${environment.PORT}`);
  process.send?.('ready');
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
