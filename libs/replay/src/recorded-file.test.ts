import { describe, expect, it } from 'vitest';
import { RecordedFileError } from './recorded-file-error.js';
import { readRecorded } from './recorded-file.js';

const outcome = {
  score: 1,
  cost_usd: 0.0000373,
  answer: '18',
  latency_ms: 971.5,
  tokens_in: 142,
  tokens_out: 72,
};

function line(fields: Record<string, unknown> = {}, changes: Record<string, unknown> = {}): string {
  const outcomes = { 'gpt-4o': { ...outcome, ...changes } };
  return JSON.stringify({ id: 'a', task: 'gsm', query: 'How many?', outcomes, ...fields });
}

describe('a recorded file', () => {
  it('gives its queries in order, with costs in nano-dollars', async () => {
    const [first, second] = await readRecorded([
      line({ label: '18', split: 'test' }),
      '',
      line({ id: 'b', extra: ['passed over'] }),
    ]);
    expect(first).toEqual({
      id: 'a',
      task: 'gsm',
      text: 'How many?',
      label: '18',
      split: 'test',
      outcomes: new Map([
        [
          'gpt-4o',
          {
            score: 1,
            costNano: 37_300,
            answer: '18',
            latencyMs: 971.5,
            inputTokens: 142,
            outputTokens: 72,
          },
        ],
      ]),
    });
    expect(second).toMatchObject({ id: 'b', label: null, split: null });
  });

  it('has null where a figure is unknown', async () => {
    const unknown = Object.fromEntries(Object.keys(outcome).map((key) => [key, null]));
    const [query] = await readRecorded([line({}, unknown)]);
    expect(query?.outcomes.get('gpt-4o')).toEqual({
      score: null,
      costNano: null,
      answer: null,
      latencyMs: null,
      inputTokens: null,
      outputTokens: null,
    });
  });

  it.each([
    [{}, { score: 1.2 }, 'outcomes.gpt-4o.score is 1.2, must be in [0, 1]'],
    [{}, { score: '1' }, 'outcomes.gpt-4o.score is "1", must be in [0, 1]'],
    [{}, { cost_usd: -1 }, 'outcomes.gpt-4o.cost_usd is -1, must be dollars in [0, 9000000]'],
    [{}, { answer: 18 }, 'outcomes.gpt-4o.answer is 18, must be text'],
    [{}, { latency_ms: -5 }, 'outcomes.gpt-4o.latency_ms is -5, must be a number of at least 0'],
    [
      {},
      { tokens_in: 1.5 },
      'outcomes.gpt-4o.tokens_in is 1.5, must be a whole number of at least 0',
    ],
    [{ id: '' }, {}, 'id is "", must be text, and not empty'],
    [{ task: undefined }, {}, 'task is missing, must be text, and not empty'],
    [{ query: null }, {}, 'query is null, must be text'],
    [{ outcomes: {} }, {}, 'outcomes is {}, must name at least one model'],
    [{ outcomes: [] }, {}, 'outcomes is [], must be an object'],
    [{ outcomes: { a: 1 } }, {}, 'outcomes.a is 1, must be an object'],
  ])('names the line and the field of a fault: %j %j', async (fields, changes, message) => {
    const file = readRecorded([line({ id: 'first' }), '', line(fields, changes)]);
    await expect(file).rejects.toThrow(new RecordedFileError(`line 3: ${message}`));
  });

  it('refuses a second query of one id, naming both lines', async () => {
    await expect(readRecorded([line(), line({ id: 'b' }), line()])).rejects.toThrow(
      'line 3: id "a" is that of line 1 too',
    );
  });

  it('says that its last line is cut off', async () => {
    await expect(readRecorded([line(), line({ id: 'b' }).slice(0, 40)])).rejects.toThrow(
      /^line 2, the last, is cut off or not JSON: the file seems truncated/,
    );
  });

  it('tells a broken line in the middle from a truncated file', async () => {
    await expect(readRecorded([line(), '{"id":', line({ id: 'b' })])).rejects.toThrow(
      /^line 2: not JSON/,
    );
  });

  it('refuses a file without queries', async () => {
    await expect(readRecorded(['', ' '])).rejects.toThrow('the file holds no queries');
  });
});
