import type { ModelId } from '#bandit';
import type { ModelSpec } from '#contracts';
import { judgeWorstNano, type JudgedQuery } from '#evaluation';
import { worstCaseNano, type Asked } from '#llm';
import type { Task } from '../tasks/task.js';

const INPUT = '{{input}}';

/**
 * What calls can cost at worst for what one query asks, in nano-dollars: one attempt each, and one to
 * judge the answer where the task has a judge.
 */
export class WorstCases {
  private readonly asked: Asked;
  private readonly known = new Map<ModelId, number>();

  constructor(
    private readonly task: Task,
    private readonly query: JudgedQuery,
  ) {
    this.asked = longestOf(task, query);
  }

  of(model: ModelId): number {
    let nano = this.known.get(model);
    if (nano === undefined) {
      nano = this.withJudge(this.specOf(model));
      this.known.set(model, nano);
    }
    return nano;
  }

  /** What is reserved for a combination: every model of it may be asked, and the task's fallback. */
  ofAll(combination: readonly ModelId[]): number {
    return combination.reduce((sum, model) => sum + this.added(model), this.besidesNano);
  }

  /**
   * By how much a model raises what is reserved for a combination: the fallback by nothing, as that is
   * reserved in any case, and asked once.
   */
  added(model: ModelId): number {
    return model === this.task.execution.fallback ? 0 : this.of(model);
  }

  /** What is reserved whatever the combination: for the fallback, if there is one. */
  get besidesNano(): number {
    const { fallback } = this.task;
    return fallback === null ? 0 : this.withJudge(fallback);
  }

  private withJudge(spec: ModelSpec): number {
    const { execution, judge } = this.task;
    const { evaluator } = execution;
    const judging =
      judge === null || evaluator.kind !== 'llm-judge'
        ? 0
        : judgeWorstNano(evaluator, judge, this.query, spec);
    return worstCaseNano(this.asked, spec) + judging;
  }

  private specOf(model: ModelId): ModelSpec {
    const spec = this.task.models.get(model);
    if (spec === undefined) throw new Error(`task ${this.task.name} has no model ${model}`);
    return spec;
  }
}

/** With the longest part of the task, whose template repeats the query where it names it. */
function longestOf({ execution: { parts } }: Task, { messages: own, options }: Asked): Asked {
  if (parts === undefined) return { messages: own, options };
  const query = JSON.stringify(own);
  const filled = parts
    .map((part) => part.replaceAll(INPUT, () => query))
    .toSorted((left, right) => Buffer.byteLength(right) - Buffer.byteLength(left));
  const messages = [...own, { role: 'user' as const, content: filled[0] ?? '' }];
  return { messages, options };
}
