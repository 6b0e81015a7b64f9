import { UsageError } from './usage-error.js';

/**
 * Names with commas between.
 * @throws {UsageError} for an empty name or one that comes twice
 */
export function namesOf(option: string, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new UsageError(`${option} takes names with commas between: a,b,c`);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`${option} names ${twice} twice`);
  return names;
}

/** @throws {UsageError} unless the text is one of the choices */
export function choiceOf<C extends string>(option: string, text: string, choices: readonly C[]): C {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new UsageError(`${option} is ${text}, must be ${choices.join(' or ')}`);
  return found;
}

/** @throws {UsageError} unless the text is a whole number within the range */
export function wholeOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${option} is ${text}, must be a whole number from ${least} to ${most}`);
}

/**
 * Budgets with commas between, in dollars a query, each as whole nano-dollars.
 * @throws {UsageError} for one that is no number from 1e-9 to 1000
 */
export function budgetsOf(option: string, text: string): number[] {
  return text.split(',').map((one) => {
    const usd = one.trim() === '' ? NaN : Number(one);
    if (!(usd >= 1e-9 && usd <= 1_000))
      throw new UsageError(`${option} is ${one}, must be dollars a query, from 1e-9 to 1000`);
    return Math.round(usd * 1e9);
  });
}

/** @throws {UsageError} if the option was not given */
export function needed(option: string, text: string | undefined): string {
  if (text === undefined) throw new UsageError(`${option} is missing: see --help for an example`);
  return text;
}

/** @throws {UsageError} that names all options which were not given */
export function assertGiven(flags: object, options: readonly string[]): void {
  const given = new Map(Object.entries(flags));
  const missing = options.filter((option) => given.get(option) === undefined);
  if (missing.length === 0) return;
  const names = missing.map((option) => `--${option}`).join(', ');
  throw new UsageError(
    `${names} ${missing.length > 1 ? 'are' : 'is'} missing: see --help for an example`,
  );
}
