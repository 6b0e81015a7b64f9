import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerCheck, LedgerFault } from '#storage';
import { Command } from 'commander';
import { CommandError } from './command-error.js';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

const IMBALANCE = 1;

/** `purser ledger`: the books of the money that was reserved and spent. */
export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('Look after the ledger of reservations and spend.')
    .addCommand(
      new Command('check')
        .description(
          "Prove that the ledger's rows sum to the balances: of DATABASE_URL, or of the embedded PostgreSQL, whether its service runs or not. Exit code 1 if they do not.",
        )
        .option('--data-dir <folder>', 'where the embedded PostgreSQL lies', '.purser')
        .option('--json', 'print the result as JSON')
        .action(check),
    );
}

async function check({ dataDir, json }: Options): Promise<void> {
  const { runningEmbeddedPostgres, startEmbeddedPostgres } = await import('#storage');
  const folder = join(dataDir, 'postgres');
  const url = process.env['DATABASE_URL'] || runningEmbeddedPostgres(folder);
  if (!url && !existsSync(folder)) {
    throw new CommandError(
      `there is no database in ${folder}: give the service's --data-dir, or set DATABASE_URL`,
    );
  }
  const postgres = url ? undefined : await startEmbeddedPostgres({ folder });
  try {
    const result = await checkOf(url ?? postgres?.url ?? '');
    console.log(json ? JSON.stringify(result) : textOf(result));
    if (result.faults > 0) process.exitCode = IMBALANCE;
  } finally {
    await postgres?.stop();
  }
}

async function checkOf(url: string): Promise<LedgerCheck> {
  const { LedgerStore, purserDatabase } = await import('#storage');
  const database = await purserDatabase(url).initialize();
  try {
    return await new LedgerStore(database).check();
  } finally {
    await database.destroy();
  }
}

function textOf(check: LedgerCheck): string {
  const { entries, queries, windows, reservedNano, settledNano, faults, examples } = check;
  const books = `${entries} entries of ${queries} queries and ${windows} windows of caps: ${usd(settledNano)} settled, ${usd(reservedNano)} reserved`;
  if (faults === 0) return `The ledger balances: ${books}.`;
  return [`${faults} balances differ from the ledger (${books}):`, ...examples.map(lineOf)].join(
    '\n',
  );
}

function lineOf(fault: LedgerFault): string {
  const { account, id, reservedNano, settledNano, ledgerReservedNano, ledgerSettledNano } = fault;
  return `  ${account} ${id}: ${usd(reservedNano)} reserved and ${usd(settledNano)} settled; by the ledger ${usd(ledgerReservedNano)} and ${usd(ledgerSettledNano)}`;
}

function usd(nano: number): string {
  return `$${(nano / 1e9).toFixed(9)}`;
}
