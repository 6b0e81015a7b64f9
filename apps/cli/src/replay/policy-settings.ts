import { UsageError } from './usage-error.js';

/** A policy's own settings as the command line gives them: numbers where they look like numbers. */
export type GivenSettings = Readonly<Record<string, number | string>>;

/**
 * Settings by policy, from `policy.key=value` (the policy's name may have dots and dashes, the key not).
 * @throws {UsageError} for one that is written otherwise, or of a policy that does not run
 */
export function settingsByPolicy(
  texts: readonly string[],
  policies: readonly string[],
): ReadonlyMap<string, GivenSettings> {
  const settings = new Map<string, Record<string, number | string>>();
  for (const text of texts) {
    const [, policy, key, value] = /^(.+)\.([A-Za-z]\w*)=(.*)$/.exec(text) ?? [];
    if (policy === undefined || key === undefined || value === undefined)
      throw new UsageError(`--set is ${text}, must be like policy.key=value`);
    if (!policies.includes(policy))
      throw new UsageError(`--set ${text}: ${policy} is not one of the policies of --policy`);
    const number = value.trim() === '' ? NaN : Number(value);
    settings.set(policy, {
      ...settings.get(policy),
      [key]: Number.isNaN(number) ? value : number,
    });
  }
  return settings;
}
