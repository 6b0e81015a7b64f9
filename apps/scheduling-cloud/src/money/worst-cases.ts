import type { ModelId } from '#bandit';
import type { ModelSpec } from '#contracts';
import { worstCaseNano, type Asked } from '#llm';
import type { Task } from '../tasks/task.js';

const INPUT = '{{input}}';

/** What calls can cost at worst for what one query asks, in nano-dollars: one attempt each. */
export class WorstCases {
  private readonly asked: Asked;
  private readonly known = new Map<ModelId, number>();

  constructor(
    private readonly task: Task,
    asked: Asked,
  ) {
    this.asked = longestOf(task, asked);
  }

  of(model: ModelId): number {
    let nano = this.known.get(model);
    if (nano === undefined) {
      nano = worstCaseNano(this.asked, this.specOf(model));
      this.known.set(model, nano);
    }
    return nano;
  }

  /** What is reserved for a combination: every model of it may be asked, and the task's fallback. */
  ofAll(combination: readonly ModelId[]): number {
    const isApart = !combination.includes(this.task.execution.fallback ?? '');
    return combination.reduce((sum, model) => sum + this.of(model), isApart ? this.besidesNano : 0);
  }

  /** The most that is reserved beside a combination's own models: for the fallback, if there is one. */
  get besidesNano(): number {
    const { fallback } = this.task;
    return fallback === null ? 0 : worstCaseNano(this.asked, fallback);
  }

  private specOf(model: ModelId): ModelSpec {
    const spec = this.task.models.get(model);
    if (spec === undefined) throw new Error(`task ${this.task.name} has no model ${model}`);
    return spec;
  }
}

/** With the longest part of the task, whose template repeats the query where it names it. */
function longestOf({ execution: { parts } }: Task, asked: Asked): Asked {
  if (parts === undefined) return asked;
  const query = JSON.stringify(asked.messages);
  const filled = parts
    .map((part) => part.replaceAll(INPUT, () => query))
    .toSorted((left, right) => Buffer.byteLength(right) - Buffer.byteLength(left));
  const messages = [...asked.messages, { role: 'user' as const, content: filled[0] ?? '' }];
  return { ...asked, messages };
}
