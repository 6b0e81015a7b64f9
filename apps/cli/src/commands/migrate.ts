import { join } from 'node:path';
import { Command } from 'commander';
import { CommandError } from './command-error.js';

interface Options {
  readonly dataDir: string;
}

/** `purser migrate`: brings the database's schema up to date, or a step back. */
export function migrateCommand(): Command {
  const command = new Command('migrate').description(
    "Change the database's schema: that of DATABASE_URL, or of the embedded PostgreSQL.",
  );
  const verb = (name: string, description: string, run: (url: string) => Promise<string>) =>
    new Command(name)
      .description(description)
      .option('--data-dir <folder>', 'where the embedded PostgreSQL lies', '.purser')
      .action((options: Options) => onDatabase(options, run));
  return command
    .addCommand(verb('up', 'apply all migrations that are pending', up), { isDefault: true })
    .addCommand(verb('down', 'revert the latest migration, and its data with it', down))
    .addCommand(verb('status', 'list what is applied and what is pending', status));
}

async function up(url: string): Promise<string> {
  const { migrateUp } = await import('#storage');
  const applied = await migrateUp(url);
  return applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply';
}

async function down(url: string): Promise<string> {
  const { migrateDown } = await import('#storage');
  const reverted = await migrateDown(url);
  return reverted === undefined ? 'nothing to revert' : `reverted ${reverted}`;
}

async function status(url: string): Promise<string> {
  const { migrationStatus } = await import('#storage');
  const { applied, pending, unknown } = await migrationStatus(url);
  const lines = [
    ...applied.map((name) => `${unknown.includes(name) ? 'unknown' : 'applied'}  ${name}`),
    ...pending.map((name) => `pending  ${name}`),
  ];
  return lines.join('\n');
}

async function onDatabase(
  { dataDir }: Options,
  run: (url: string) => Promise<string>,
): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (url) {
    console.log(await run(url).catch(refusedBy));
    return;
  }
  const { startEmbeddedPostgres } = await import('#storage');
  const postgres = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') });
  try {
    console.log(await run(postgres.url));
  } finally {
    await postgres.stop();
  }
}

/** A host with several addresses gives an error of several, whose own message is empty. */
function refusedBy(error: unknown): never {
  const errors = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const reasons = errors.map((each) => (each instanceof Error ? each.message : String(each)));
  throw new CommandError(`the PostgreSQL of DATABASE_URL refuses: ${reasons.join('; ')}`);
}
