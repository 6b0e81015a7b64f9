import { createContext, Script } from 'node:vm';
import { EvaluationError } from './evaluator.js';

/** Milliseconds that one search may hold up the process. */
const BUDGET_MS = 25;

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
    Object.assign(realm, { pattern: this.pattern, text });
    try {
      return script.runInContext(realm, { timeout: BUDGET_MS }) as boolean;
    } catch {
      throw new EvaluationError(
        `the pattern ${String(this.pattern)} took over ${BUDGET_MS} ms on an answer of ${text.length} characters: simplify it`,
      );
    }
  }

  /** As a literal; Ajv tells patterns apart by it. */
  toString(): string {
    return String(this.pattern);
  }
}
