import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { ModelOffer } from '#bandit';
import type { ReplayTerms, RoundWitness } from '#replay';
import { UsageError } from './usage-error.js';

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
    try {
      this.file = openSync(this.partial, 'w');
    } catch (error) {
      throw new UsageError(
        `--log ${path}: ${error instanceof Error ? error.message : 'unwritable'}`,
      );
    }
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
    writeSync(this.file, this.waiting);
    closeSync(this.file);
    renameSync(this.partial, this.path);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    closeSync(this.file);
    rmSync(this.partial, { force: true });
  }

  private get partial(): string {
    return `${this.path}.partial`;
  }

  private write(line: object): void {
    this.waiting += `${JSON.stringify(line)}\n`;
    if (this.waiting.length < BLOCK) return;
    writeSync(this.file, this.waiting);
    this.waiting = '';
  }
}
