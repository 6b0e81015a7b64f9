import type { EvaluatorSpec, JudgeSpec } from '#contracts';
import type { JsonPoster } from '#llm';
import { choice } from './choice.js';
import { contains } from './contains.js';
import type { Evaluator } from './evaluator.js';
import { exact } from './exact.js';
import { http } from './http.js';
import { jsonSchema } from './json-schema.js';
import { none } from './none.js';
import { number } from './number.js';
import { regex } from './regex.js';

/** Evaluators that ask no model. */
export type PlainEvaluatorSpec = Exclude<EvaluatorSpec, JudgeSpec>;

/**
 * The evaluator that a task asks for.
 * @throws EvaluationError if its pattern or schema is not valid
 */
export function evaluatorOf(spec: PlainEvaluatorSpec, poster: JsonPoster): Evaluator {
  switch (spec.kind) {
    case 'exact':
      return exact(spec);
    case 'choice':
      return choice(spec);
    case 'number':
      return number(spec);
    case 'regex':
      return regex(spec);
    case 'contains':
      return contains(spec);
    case 'json-schema':
      return jsonSchema(spec);
    case 'http':
      return http(spec, poster);
    case 'none':
      return none;
  }
}

const MAX_KEPT = 1_000;

/** Evaluators by their specification, each made once: a schema takes milliseconds to compile. */
export class Evaluators {
  private readonly made = new Map<string, Evaluator>();

  constructor(private readonly poster: JsonPoster) {}

  /** @throws EvaluationError if its pattern or schema is not valid */
  of(spec: PlainEvaluatorSpec): Evaluator {
    const key = JSON.stringify(spec);
    const known = this.made.get(key);
    if (known) return known;
    if (this.made.size >= MAX_KEPT) this.made.clear();
    const evaluator = evaluatorOf(spec, this.poster);
    this.made.set(key, evaluator);
    return evaluator;
  }
}
