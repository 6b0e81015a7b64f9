import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { BoundedPattern } from './bounded-pattern.js';
import { EvaluationError, type Evaluator } from './evaluator.js';

/**
 * 1 if the answer is JSON, and nothing but JSON, that satisfies the schema (draft 2020-12, in which
 * `format` is a remark).
 * @throws EvaluationError if the schema is none
 */
export function jsonSchema({ schema }: { schema: Record<string, unknown> }): Evaluator {
  const valid = compiled(schema);
  return {
    score: ({ answer }) => {
      const value = parsed(answer);
      return Number(value !== undefined && valid(value));
    },
  };
}

const boundedEngine = Object.assign(
  (pattern: string, flags: string) => new BoundedPattern(pattern, flags),
  { code: 'new RegExp' },
);

function compiled(schema: Record<string, unknown>): ValidateFunction {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: boundedEngine },
  });
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new EvaluationError(`the JSON schema is not valid: ${(error as Error).message}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
