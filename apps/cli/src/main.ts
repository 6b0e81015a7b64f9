#!/usr/bin/env node
import { Command } from 'commander';
import { sayWhy } from './commands/failure.js';
import { ledgerCommand } from './commands/ledger.js';
import { refusingInOneLine } from './commands/one-line-errors.js';
import { migrateCommand } from './commands/migrate.js';
import { startCommand } from './commands/start.js';
import { capsCommand } from './admin/caps-command.js';
import { importCommand } from './admin/import-command.js';
import { keysCommand } from './admin/keys-command.js';
import { plansCommand } from './admin/plans-command.js';
import { pricesCommand } from './admin/prices-command.js';
import {
  budgetsCommand,
  modelsCommand,
  tasksCommand,
  trainCommand,
} from './admin/registry-commands.js';
import { benchCommand } from './bench/bench-command.js';
import { demoCommand } from './demo/demo-command.js';
import { planCommand } from './plan/plan-command.js';
import { replayCommand } from './replay/replay-command.js';
import { simulateCommand } from './replay/simulate-command.js';
import { whatIfCommand } from './replay/what-if-command.js';
import { selectCommand } from './select/select-command.js';
import { voteCommand } from './vote/vote-command.js';

const program = new Command('purser').description(
  'Decides which combination of LLMs to ask under a budget, and learns from ratings.',
);

for (const command of [
  startCommand(),
  migrateCommand(),
  ledgerCommand(),
  tasksCommand(),
  modelsCommand(),
  pricesCommand(),
  budgetsCommand(),
  capsCommand(),
  keysCommand(),
  importCommand(),
  plansCommand(),
  trainCommand(),
  demoCommand(),
  replayCommand(),
  simulateCommand(),
  whatIfCommand(),
  planCommand(),
  selectCommand(),
  voteCommand(),
  benchCommand(),
])
  program.addCommand(command);

refusingInOneLine(program)
  .parseAsync()
  .then(
    () => end(),
    (error: unknown) => end(sayWhy(error)),
  );

/** Ends the process when all that was printed has been taken, be it by a slow pipe. */
function end(code?: number): void {
  process.stdout.write('', () => process.exit(code ?? process.exitCode));
}
