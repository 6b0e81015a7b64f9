import { evaluatorSpec } from '#contracts';
import { expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { evaluatorConfig } from './evaluator-config.js';
import { parseConfig } from './parse.js';

it.each(['exact', 'choice', 'number', 'contains', 'none'])(
  'the evaluator %s may be written as its name alone',
  (kind) => {
    expect(evaluatorConfig.parse(kind)).toEqual(evaluatorSpec.parse({ kind }));
  },
);

it('a pattern that is no regular expression is refused where it stands', () => {
  const { error } = evaluatorConfig.safeParse({ kind: 'regex', pattern: '(' });
  expect(error?.issues).toMatchObject([{ path: ['pattern'] }]);
});

it('a judge has a rubric, and marks from 1 to 5 unless it is told others', () => {
  const judge = { kind: 'llm-judge', model: 'small', rubric: 'Is it right?' };
  expect(evaluatorConfig.parse(judge)).toEqual({
    ...judge,
    scale: { min: 1, max: 5 },
    maxOutputTokens: 512,
    format: 'json-schema',
  });
  const { error } = evaluatorConfig.safeParse({ ...judge, rubric: ' ', scale: { min: 5, max: 1 } });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['rubric', 'scale']);
});

it('a judge that is no model is refused, with those there are', () => {
  const text = `
models:
  small: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 100, price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 } }
tasks:
  qa: { reward: any-win, size: 1, budgetUsdPerQuery: 1, evaluator: { kind: llm-judge, model: big, rubric: Good? } }
`;
  const refusal = expect(() => parseConfig(text));
  refusal.toThrow(ConfigError);
  refusal.toThrow(/tasks\.qa\.evaluator\.model.*"big" is not a model; there are small/);
});
