import { SettingsError } from '#bandit';
import { UsageError } from './usage-error.js';

/** The exit code of options and files that cannot be used. */
const WRONG_USE = 2;

/** Runs a command; what the caller must put right is told in one line, with an exit code of 2. */
export async function usable(command: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof SettingsError)) throw error;
    const prefix = error instanceof SettingsError ? '--set: ' : '';
    console.error(`${command}: ${prefix}${error.message.replaceAll(/\s*\n\s*/g, ' ')}`);
    process.exitCode = WRONG_USE;
  }
}
