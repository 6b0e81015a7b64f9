import { describe, expect, it } from 'vitest';
import { recordedOptions } from './demo-options.js';

const flags = {
  data: 'file.jsonl',
  models: 'a, b',
  reward: 'any-win',
  size: '2',
  budget: '0.0005',
};

describe('the options of a recorded demo', () => {
  it('are read from the command line', () => {
    expect(recordedOptions({ ...flags, task: 'gsm', queries: '100' })).toEqual({
      path: 'file.jsonl',
      models: ['a', 'b'],
      rewardModel: 'any-win',
      size: 2,
      budgetUsd: 0.0005,
      task: 'gsm',
      queries: 100,
    });
  });

  it('are none where no file is named', () => {
    expect(recordedOptions({ json: true, exit: true })).toBeNull();
  });

  it.each([
    [{ data: undefined }, '--models is for a recorded file: add --data FILE'],
    [{ reward: undefined, size: undefined }, '--data needs --reward, --size too'],
    [{ models: 'a,,b' }, '--models takes names with commas between: a,b,c'],
    [{ models: 'a,b,a' }, '--models names a twice: name each model once'],
    [{ reward: 'most-win' }, '--reward is most-win, must be any-win, sum-up, all-in'],
    [{ size: '3' }, '--size is 3, must be a whole number from 1 to 2, the models'],
    [{ size: '1.5' }, '--size is 1.5, must be a whole number from 1 to 2, the models'],
    [{ budget: '0' }, '--budget is 0, must be dollars a query, from 1e-9 to 1000'],
    [{ budget: 'free' }, '--budget is free, must be dollars a query, from 1e-9 to 1000'],
    [{ queries: '0' }, '--queries is 0, must be a whole number of at least 1'],
  ])('are refused in one line that says what to do: %j', (change, message) => {
    const changed = Object.entries({ ...flags, ...change }).filter(
      ([, value]) => value !== undefined,
    );
    expect(() => recordedOptions(Object.fromEntries(changed))).toThrow(message);
  });
});
