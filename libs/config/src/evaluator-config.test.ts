import { evaluatorSpec } from '#contracts';
import { expect, it } from 'vitest';
import { evaluatorConfig } from './evaluator-config.js';

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
