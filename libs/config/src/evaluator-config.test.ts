import { evaluatorSpec } from '#contracts';
import { expect, it } from 'vitest';
import { evaluatorConfig } from './evaluator-config.js';

it.each([
  'exact',
  'choice',
  'number',
  'contains',
  'none',
  { kind: 'regex', pattern: '^\\d+$', flags: 'm' },
  { kind: 'json-schema', schema: { type: 'object' } },
  { kind: 'http', url: 'http://localhost:9000/grade' },
])('the evaluator %j is what a local-server understands, defaults and all', (written) => {
  const read = evaluatorConfig.parse(written);
  const kind = typeof written === 'string' ? { kind: written } : written;
  expect(evaluatorSpec.parse(read)).toEqual(evaluatorSpec.parse(kind));
  expect(read).toEqual(evaluatorSpec.parse(kind));
});

it('there are as many evaluators as a local-server understands', () => {
  const { error } = evaluatorConfig.safeParse({ kind: 'guess' });
  const { error: theirs } = evaluatorSpec.safeParse({ kind: 'guess' });
  expect(error?.issues).toEqual(theirs?.issues);
});
