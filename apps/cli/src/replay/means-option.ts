import type { SyntheticModel } from '#replay';
import { UsageError } from './usage-error.js';

/**
 * The models of a world as they are written: `NAME=MEAN@USD,…`, the chance that each is right and the
 * mean cost of a call.
 * @throws {UsageError} if it is written otherwise, a number is out of range, or a name comes twice
 */
export function meansOf(text: string): SyntheticModel[] {
  const models = text.split(',').map((one) => {
    const [, model, meanText, usdText] = /^\s*(.+?)\s*=\s*([^@]+)@(.+)$/.exec(one) ?? [];
    const mean = Number(meanText);
    const usd = Number(usdText);
    if (model === undefined || !(mean >= 0 && mean <= 1) || !(usd >= 1e-9 && usd <= 1_000))
      throw new UsageError(
        `--means: ${one} must be like NAME=0.8@0.001: a mean from 0 to 1 and dollars from 1e-9 to 1000`,
      );
    return { model, mean, costNano: Math.round(usd * 1e9) };
  });
  const twice = models.find(({ model }, at) => models.findIndex((one) => one.model === model) < at);
  if (twice) throw new UsageError(`--means names ${twice.model} twice`);
  return models;
}
