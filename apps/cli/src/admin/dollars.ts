import { UsageError } from '../replay/usage-error.js';

/** Dollars as the shell gives them. @throws {UsageError} for what is no amount */
export function dollarsOf(text: string): number {
  const dollars = Number(text);
  if (text.trim() !== '' && dollars >= 0) return dollars;
  throw new UsageError('usd must be a number of dollars');
}
