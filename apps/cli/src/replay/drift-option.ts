import type { Drift } from '#replay';
import { UsageError } from './usage-error.js';

const FORM = /^(.+):(score|price)\*([0-9.eE+-]+)@(?:(\d+)|T\/([1-9]\d*))$/;

/**
 * A drift as it is written: `MODEL:score*0.5@T/2` or `MODEL:price*2@5000`, where T is the number of
 * rounds and `*` as the model is all of them. The world changes after that round.
 * @throws {UsageError} if it is written otherwise, names no model, or lies outside the run
 */
export function driftOf(text: string, models: readonly string[], rounds: number): Drift {
  const [, model, of, factorText, at, part] = FORM.exec(text) ?? [];
  if (model === undefined)
    throw new UsageError(
      `--drift is ${text}, must be like MODEL:score*0.5@T/2 or MODEL:price*2@5000`,
    );
  const factor = Number(factorText);
  if (!(factor >= 0 && factor <= 1e6))
    throw new UsageError(`--drift ${text}: the factor must be a number from 0 to 1000000`);
  if (model !== '*' && !models.includes(model))
    throw new UsageError(`--drift ${text}: ${model} is not one of the models`);
  const after = at === undefined ? Math.floor(rounds / Number(part)) : Number(at);
  if (!(after >= 1 && after < rounds))
    throw new UsageError(`--drift ${text}: round ${after} is not within the ${rounds} rounds`);
  return { model, of: of === 'score' ? 'score' : 'price', factor, round: after + 1 };
}
