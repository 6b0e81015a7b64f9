import { createContext, Script } from 'node:vm';
import { EvaluationError } from './evaluator.js';

/** Milliseconds of CPU that one search may take. */
const BUDGET_MS = 100;

const script = new Script('pattern.test(text)');
const realm = createContext(Object.create(null) as object);

/**
 * A regular expression that cannot hang the process: a search that backtracks for longer than its
 * budget is stopped. (JavaScript's own engine under a watchdog, as engines without backtracking
 * lack look-around.)
 */
export class BoundedPattern {
  private readonly pattern: RegExp;

  /** @throws EvaluationError if the source is no regular expression */
  constructor(source: string, flags: string) {
    try {
      this.pattern = new RegExp(source, flags);
    } catch (error) {
      throw new EvaluationError((error as Error).message);
    }
  }

  /** @throws EvaluationError if the search takes too long */
  test(text: string): boolean {
    const start = process.cpuUsage();
    // The watchdog sees the wall clock, on which a busy machine makes any search look slow: a
    // search that was stopped without having had its share of the CPU has another chance.
    do {
      const found = this.search(text);
      if (found !== undefined) return found;
    } while (milliseconds(process.cpuUsage(start)) < BUDGET_MS);
    throw new EvaluationError(
      `the pattern ${String(this)} took over ${BUDGET_MS} ms on an answer of ${text.length} characters: simplify it`,
    );
  }

  /** As a literal; Ajv tells patterns apart by it. */
  toString(): string {
    return String(this.pattern);
  }

  private search(text: string): boolean | undefined {
    Object.assign(realm, { pattern: this.pattern, text });
    try {
      return script.runInContext(realm, { timeout: BUDGET_MS }) as boolean;
    } catch {
      return undefined;
    }
  }
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}
