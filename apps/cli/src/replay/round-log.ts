import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { ModelOffer } from '#bandit';
import type { ReplayTerms, RoundWitness } from '#replay';
import { assertWritable, orRefused, partialOf } from './written-whole.js';

/** Lines are written in blocks of so many characters. */
const BLOCK = 1 << 20;

/**
 * Writes every round as a line of JSON, below a first line that says what was asked of the rounds. The
 * file appears when it is whole.
 */
export class RoundLog {
  private readonly file: number;
  private waiting = '';

  /** @throws {UsageError} if the file cannot be written */
  constructor(
    private readonly path: string,
    terms: ReplayTerms,
    offers: readonly ModelOffer[],
  ) {
    assertWritable('--log', path);
    this.file = openSync(partialOf(path), 'w');
    this.write({ ...terms, offers });
  }

  /** Is told of the rounds of one run. */
  witness(policy: string, budgetNano: number): RoundWitness {
    return ({ round, seed, queryId, query, decision, played }) =>
      this.write({
        policy,
        budgetNano,
        seed,
        round,
        query: { id: queryId, text: query.text },
        combination: decision.combination,
        propensity: decision.propensity,
        calls: played.calls,
        reward: played.reward,
        costNano: played.costNano,
      });
  }

  /** Puts the whole file in its place. */
  finish(): void {
    this.flush();
    closeSync(this.file);
    orRefused('--log', this.path, () => renameSync(partialOf(this.path), this.path));
  }

  /** Leaves nothing behind. */
  abandon(): void {
    closeSync(this.file);
    rmSync(partialOf(this.path), { force: true });
  }

  private write(line: object): void {
    this.waiting += `${JSON.stringify(line)}\n`;
    if (this.waiting.length >= BLOCK) this.flush();
  }

  private flush(): void {
    orRefused('--log', this.path, () => writeSync(this.file, this.waiting));
    this.waiting = '';
  }
}
