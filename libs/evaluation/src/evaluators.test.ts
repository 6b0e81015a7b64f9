import { describe, expect, it } from 'vitest';
import { JsonPoster } from '#llm';
import { EvaluationError } from './evaluator.js';
import { describeEvaluator, subject } from './evaluator.conformance.js';
import { evaluatorOf, Evaluators } from './evaluators.js';

describeEvaluator({
  spec: { kind: 'exact', ignoreCase: true },
  needsReference: true,
  examples: [
    { answer: ' Paris\n', reference: 'paris', score: 1 },
    { answer: 'Paris.', reference: 'Paris', score: 0 },
  ],
});

describeEvaluator({
  spec: { kind: 'choice', choices: ['A', 'B', 'C', 'D'] },
  needsReference: true,
  examples: [
    { answer: 'The answer is (B).', reference: 'B', score: 1 },
    { answer: 'B', reference: 'B', score: 1 },
    { answer: 'b', reference: '(B)', score: 1 },
    { answer: '**B**', reference: 'B', score: 1 },
    { answer: 'B) because A is too small', reference: 'B', score: 1 },
    { answer: 'B) because A is too small', reference: 'A', score: 0 },
    { answer: '(C) A dog', reference: 'C', score: 1 },
    {
      answer: 'A is tempting and so is B, but the answer is: **C**. D is absurd.',
      reference: 'C',
      score: 1,
    },
    {
      answer: 'First the answer is A. No: the correct answer is option D',
      reference: 'D',
      score: 1,
    },
    { answer: '**Answer:** C', reference: 'C', score: 1 },
    { answer: 'So $\\boxed{\\text{D}}$.', reference: 'D', score: 1 },
    { answer: 'It must be C since a dog barks', reference: 'C', score: 1 },
    { answer: 'Either A or B', reference: 'A', score: 0 },
    { answer: 'I do not know', reference: 'D', score: 0 },
    { answer: 'CABBAGE', reference: 'C', score: 0 },
    { answer: 'B', reference: 'Z', score: null },
  ],
});

describeEvaluator({
  spec: { kind: 'choice', choices: ['yes', 'no', 'not sure'] },
  needsReference: true,
  examples: [
    { answer: 'Yes.', reference: 'yes', score: 1 },
    { answer: 'No, it is not.', reference: 'no', score: 1 },
    { answer: 'I am NOT SURE', reference: 'not sure', score: 1 },
    { answer: 'Nobody knows', reference: 'no', score: 0 },
  ],
});

describeEvaluator({
  spec: { kind: 'number', tolerance: 1e-6 },
  needsReference: true,
  examples: [
    { answer: 'It costs 1,234.5', reference: '1234.5', score: 1 },
    { answer: 'She makes $18 a day.', reference: '18', score: 1 },
    { answer: '6 * 7 = 42\n#### 42', reference: '42', score: 1 },
    { answer: 'So it is 42.', reference: '42', score: 1 },
    { answer: 'So it is 42.', reference: '41', score: 0 },
    { answer: 'a loss of -$1,000', reference: '-1000', score: 1 },
    { answer: 'x = −3', reference: '-3', score: 1 },
    { answer: 'between 3-5', reference: '5', score: 1 },
    { answer: 'COVID-19', reference: '19', score: 1 },
    { answer: '\\boxed{12} in 3 steps', reference: '12', score: 1 },
    { answer: 'that is 3/4 of it', reference: '0.75', score: 1 },
    { answer: '\\boxed{\\frac{3}{4}}', reference: '3/4', score: 1 },
    { answer: 'first 1,2 then 1,2345', reference: '2345', score: 1 },
    { answer: 'about .5 or so', reference: '0.5', score: 1 },
    { answer: '6.02e23 of them', reference: '602000000000000000000000', score: 1 },
    { answer: '18km', reference: '18', score: 1 },
    { answer: '0', reference: '0', score: 1 },
    { answer: 'none', reference: '0', score: 0 },
    { answer: '1/0', reference: '1', score: 0 },
    { answer: '12', reference: 'a dozen', score: null },
  ],
});

describeEvaluator({
  spec: { kind: 'regex', pattern: '^total: (?!0)\\d+$', flags: 'im' },
  needsReference: false,
  examples: [
    { answer: 'first\nTotal: 12\nlast', score: 1 },
    { answer: 'total: 0', score: 0 },
  ],
});

describeEvaluator({
  spec: { kind: 'contains', ignoreCase: false },
  needsReference: true,
  examples: [
    { answer: 'it is Paris, of course', reference: 'Paris', score: 1 },
    { answer: 'it is paris', reference: 'Paris', score: 0 },
  ],
});

describeEvaluator({
  spec: { kind: 'contains', text: 'SELECT', ignoreCase: true },
  needsReference: false,
  examples: [
    { answer: 'select 1', score: 1 },
    { answer: 'delete', score: 0 },
  ],
});

describeEvaluator({
  spec: {
    kind: 'json-schema',
    schema: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', pattern: '^\\p{Lu}' }, mail: { format: 'email' } },
      unevaluatedProperties: false,
    },
  },
  needsReference: false,
  examples: [
    { answer: '{"name": "Ada"}', score: 1 },
    { answer: ' {"name": "Ada", "mail": "x"}\n', score: 1 },
    { answer: '{"name": "ada"}', score: 0 },
    { answer: '{"name": "Ada", "age": 36}', score: 0 },
    { answer: '```json\n{"name": "Ada"}\n```', score: 0 },
    { answer: 'null', score: 0 },
  ],
});

describeEvaluator({
  spec: { kind: 'none' },
  needsReference: false,
  examples: [{ answer: 'anything', score: null }],
});

describe('a pattern that backtracks without end', () => {
  const poster = new JsonPoster();
  const hostile = subject(`${'a'.repeat(50)}!`);

  it('is stopped, and the error says what to do', () => {
    const evaluator = evaluatorOf({ kind: 'regex', pattern: '^(a+)+$', flags: '' }, poster);
    expect(() => evaluator.score(hostile, 1_000)).toThrow(/\/\^\(a\+\)\+\$\/ took over 100 ms/);
  });

  it('is stopped inside a JSON schema too', () => {
    const schema = { type: 'string', pattern: '^(a+)+$' };
    const evaluator = evaluatorOf({ kind: 'json-schema', schema }, poster);
    const answer = JSON.stringify(hostile.answer);
    expect(() => evaluator.score(subject(answer), 1_000)).toThrow(EvaluationError);
  });
});

describe('an evaluator that cannot be made', () => {
  it('is refused with its fault', () => {
    const make = (spec: Parameters<typeof evaluatorOf>[0]) => () =>
      evaluatorOf(spec, new JsonPoster());
    expect(make({ kind: 'regex', pattern: '(', flags: '' })).toThrow(EvaluationError);
    expect(make({ kind: 'json-schema', schema: { type: 'strnig' } })).toThrow(
      /JSON schema is not valid: .*type/,
    );
  });
});

describe('evaluators', () => {
  it('are made once for all jobs that ask for the same', () => {
    const evaluators = new Evaluators(new JsonPoster());
    const schema = (type: string) => ({ kind: 'json-schema' as const, schema: { type } });
    expect(evaluators.of(schema('string'))).toBe(evaluators.of(schema('string')));
    expect(evaluators.of(schema('string'))).not.toBe(evaluators.of(schema('number')));
  });
});
