import { describe, expect, it } from 'vitest';
import { ApiFault } from '../api/api-fault.js';
import { refusalOf, refusedAt, refusedElsewhere } from './refusal.js';

const fault = (message: string, param: string | null) =>
  new ApiFault(400, 'invalid_config', message, param);

describe('what the API refuses', () => {
  it('is told at the field, without its name', () => {
    const refusal = refusalOf(fault('name: is too short', 'name'));
    expect(refusedAt(refusal, 'name')).toBe('is too short');
    expect(refusedElsewhere(refusal, ['name', 'roles'])).toEqual([]);
  });

  it('is told at each field, where a configuration has several faults', () => {
    const message =
      'tasks.qa.size: is missing: must be a number; tasks.qa.models[0]: is the number 1, must be text; tasks.qa.evaluator.kind: must be exact; or so';
    const refusal = refusalOf(fault(message, 'tasks.qa.size'), 'tasks.qa.');
    expect(refusedAt(refusal, 'size')).toBe('is missing: must be a number');
    expect(refusedAt(refusal, 'models')).toBe('[0]: is the number 1, must be text');
    expect(refusedAt(refusal, 'evaluator')).toBe('kind: must be exact; or so');
    expect(refusedElsewhere(refusal, ['size'])).toEqual([
      'models[0]: is the number 1, must be text',
      'evaluator.kind: must be exact; or so',
    ]);
  });

  it('is told of the form where it names no field', () => {
    const refusal = refusalOf(fault('the key is not known', null));
    expect(refusedElsewhere(refusal, ['name'])).toEqual(['the key is not known']);
    expect(refusedElsewhere(refusalOf(new Error('gone')), ['name'])).toEqual(['gone']);
  });

  it('of a whole is told at its parts, all of it', () => {
    const message = 'models.m.price: needs in; models.m.price: needs out';
    const refusal = refusalOf(fault(message, 'models.m.price'), 'models.m.');
    expect(refusedAt(refusal, 'price.input')).toBe('needs in; needs out');
  });

  it('of another field of a longer name stays there', () => {
    const refusal = refusalOf(fault('sizes: no', 'sizes'));
    expect(refusedAt(refusal, 'size')).toBeUndefined();
  });
});
