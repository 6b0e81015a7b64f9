/** Settings out of their ranges; every fault is listed. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('; '));
  }
}

/** The least and the most that a number may be, both included. */
export type Range = readonly [least: number, most: number];

/** What is wrong with numbers that have ranges, one sentence each. */
export function rangeFaults(
  values: Readonly<Record<string, unknown>>,
  ranges: Readonly<Record<string, Range>>,
): string[] {
  return Object.entries(ranges).flatMap(([name, [least, most]]) => {
    const value = values[name];
    return typeof value === 'number' && value >= least && value <= most
      ? []
      : [`${name} is ${String(value)}, must be from ${least} to ${most}`];
  });
}

/** What is wrong with a word that must be one of some, in one sentence. */
export function choiceFaults(name: string, value: string, choices: readonly string[]): string[] {
  return choices.includes(value) ? [] : [`${name} is ${value}, must be ${choices.join(' or ')}`];
}
