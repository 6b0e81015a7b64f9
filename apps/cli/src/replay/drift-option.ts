import { offeredTable, type Change, type Drift, type Phase } from '#replay';
import { UsageError } from './usage-error.js';

const FORM = /^(.+):(?:(score|price)\*([0-9.eE+-]+)|(join|leave))@(?:(\d+)|T\/([1-9]\d*))$/;

/**
 * A drift as it is written: `MODEL:score*0.5@T/2`, `MODEL:price*2@5000`, `MODEL:join@T/2` or
 * `MODEL:leave@T/2`, where T is the number of rounds, and `*` as the model is all of them (which
 * neither join nor leave). The world changes after that round.
 * @throws {UsageError} if it is written otherwise, names no model, or lies outside the run
 */
export function driftOf(text: string, models: readonly string[], rounds: number): Drift {
  const [, model, of, factor, comes, at, part] = FORM.exec(text) ?? [];
  if (model === undefined)
    throw new UsageError(
      `--drift is ${text}, must be like MODEL:score*0.5@T/2, MODEL:price*2@5000, MODEL:join@T/2 or MODEL:leave@T/2`,
    );
  const change = of === undefined ? offerOf(comes) : changeOf(text, of, Number(factor));
  const isAll = model === '*' && of !== undefined;
  if (!isAll && !models.includes(model))
    throw new UsageError(`--drift ${text}: ${model} is not one of the models`);
  const after = at === undefined ? Math.floor(rounds / Number(part)) : Number(at);
  if (!(after >= 1 && after < rounds))
    throw new UsageError(`--drift ${text}: round ${after} is not within the ${rounds} rounds`);
  return { model, round: after + 1, change };
}

function changeOf(text: string, of: string, factor: number): Change {
  if (!(factor >= 0 && factor <= 1e6))
    throw new UsageError(`--drift ${text}: the factor must be a number from 0 to 1000000`);
  return { of: of === 'score' ? 'score' : 'price', factor };
}

function offerOf(comes: string | undefined): Change {
  return { of: comes === 'join' ? 'join' : 'leave' };
}

/** @throws {UsageError} where a phase offers fewer models than a round asks */
export function assertEnough(phases: readonly Phase[], size: number): void {
  for (const phase of phases) {
    const offered = offeredTable(phase).models.length;
    if (offered < size)
      throw new UsageError(
        `--drift: from round ${phase.from} on ${offered} models are offered, fewer than --size ${size}`,
      );
  }
}
