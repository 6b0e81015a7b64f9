import { describe, expect, it } from 'vitest';
import { parseConfig } from '#config';
import { ApiError } from '../http/api-error.js';
import { configuredTasks } from '../tasks/configured-tasks.js';
import { wishesOf, withoutWishes } from './wishes.js';

const [pair] = configuredTasks(
  parseConfig(`
models:
  small: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 } }
  middle: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 2 } }
  large: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 9, outputUsdPerMillionTokens: 9 } }
tasks:
  pair: { reward: sum-up, size: 2, budgetUsdPerQuery: 1, evaluator: none }
`),
);

function refusalOf(
  metadata: Record<string, string>,
): Pick<ApiError, 'status' | 'param' | 'message'> {
  try {
    wishesOf(metadata, pair!);
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error('not refused');
}

describe('the wishes of a query', () => {
  it('are none where its metadata have none', () => {
    expect(wishesOf({ user: 'me' }, pair!)).toEqual({
      labels: null,
      exclude: [],
      maxNano: undefined,
    });
  });

  it('are dollars, models and labels', () => {
    const wishes = wishesOf(
      {
        purser_max_cost_usd: '0.0025',
        purser_exclude_models: 'large',
        purser_session_id: 'x',
        purser_label_customer: 'ann',
        purser_label_feature: 'chat',
      },
      pair!,
    );
    expect(wishes).toEqual({
      labels: { customer: 'ann', feature: 'chat' },
      exclude: ['large'],
      maxNano: 2_500_000,
    });
  });

  it.each([
    ['0.0000000019', 1],
    ['1e-9', 1],
    ['1000000', 1e15],
    ['0.1', 100_000_000],
    ['0.29', 290_000_000],
  ])('read $%s as %i nano-dollars, never more', (text, nano) => {
    expect(wishesOf({ purser_max_cost_usd: text }, pair!).maxNano).toBe(nano);
  });

  it.each(['', '0', '-1', 'NaN', 'Infinity', '1 dollar', '0x10', '1000001'])(
    'refuse the price %j',
    (text) => {
      expect(refusalOf({ purser_max_cost_usd: text })).toMatchObject({
        status: 400,
        param: 'metadata.purser_max_cost_usd',
      });
    },
  );

  it('refuse what they do not know, and say what there is', () => {
    const { param, message } = refusalOf({ purser_max_costs: '1' });
    expect(param).toBe('metadata.purser_max_costs');
    expect(message).toContain('purser_max_cost_usd, purser_exclude_models');
    expect(refusalOf({ purser_exclude_models: 'huge' }).message).toContain('small, middle, large');
    expect(refusalOf({ purser_exclude_models: 'small,middle' }).message).toContain('exclude fewer');
  });

  it('refuse to exclude the model that is asked when all others fail', () => {
    const safe = { ...pair!, execution: { ...pair!.execution, fallback: 'large' } };
    expect(() => wishesOf({ purser_exclude_models: 'large' }, safe)).toThrow('all others fail');
  });

  it('refuse labels that are too long, empty or oddly named', () => {
    for (const [key, value] of [
      ['purser_label_customer', ''],
      ['purser_label_customer', 'x'.repeat(65)],
      ['purser_label_Customer', 'ann'],
      ['purser_label_', 'ann'],
    ] as const) {
      expect(refusalOf({ [key]: value })).toMatchObject({ status: 400, param: `metadata.${key}` });
    }
  });

  it('do not reach models and hooks', () => {
    expect(withoutWishes({ user: 'me', purser_label_customer: 'ann' })).toEqual({ user: 'me' });
  });
});
