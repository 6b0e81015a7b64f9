import { expect, it } from 'vitest';
import { closest } from './closest.js';

it.each([
  ['sucessAt', 'successAt'],
  ['modles', 'models'],
  ['apikeyEnv', 'apiKeyEnv'],
  ['evaluater', 'evaluator'],
])('finds that %s was meant to be %s', (written, meant) => {
  expect(closest(written, ['models', 'successAt', 'apiKeyEnv', 'evaluator'])).toBe(meant);
});

it('guesses nothing where nothing is near', () => {
  expect(closest('budget', ['models', 'size', 'reward'])).toBeUndefined();
});
