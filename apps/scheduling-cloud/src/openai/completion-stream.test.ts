import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerChunk, AnswerDelta } from '#contracts';
import { CompletionStream, type CompletionChunk, type ServedAnswer } from './completion-stream.js';
import { usageOf } from './completion-of-view.js';
import { DivergedError } from './choice-stream.js';

const HEAD = { id: 'chatcmpl-1', created: 1, model: 'purser/qa', includeUsage: false };
const cascade = (): CompletionStream => new CompletionStream(HEAD, true);

function pieces(position: number, deltas: AnswerDelta[]): AnswerChunk[] {
  return deltas.map((delta, sequence) => ({
    queryId: '0199b5a0-0000-7000-8000-000000000000',
    position,
    model: `model-${position}`,
    sequence,
    delta,
  }));
}

function said(text: string[], position = 0): AnswerChunk[] {
  return pieces(
    position,
    text.map((content) => ({ content })),
  );
}

function answer(text: string, position = 0): ServedAnswer {
  return { position, answer: text, details: null, finishReason: 'stop' };
}

const USAGE = usageOf({ calls: [], cost_usd: 0.001 });
const ROUND = { query_id: '1', round_id: '1', models: ['model-0'] };

function ended(stream: CompletionStream, answers: ServedAnswer[]): CompletionChunk[] {
  return stream.end(answers, USAGE, ROUND);
}

function text(chunks: CompletionChunk[], index = 0): string {
  const choices = chunks.flatMap((chunk) => chunk.choices).filter((each) => each.index === index);
  return choices.map(({ delta }) => delta.content ?? '').join('');
}

describe('a stream', () => {
  it('passes pieces on as they come, and says why it ended', () => {
    const stream = cascade();
    const events = said(['Hel', 'lo']).flatMap((chunk) => stream.take(chunk));
    expect(events.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: 'Hel' },
      { content: 'lo' },
    ]);
    const [last, ...more] = ended(stream, [answer('Hello')]);
    expect(last?.choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }]);
    expect(more).toEqual([]);
  });

  it('is the whole answer, once, whichever pieces are lost, doubled or out of order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { maxLength: 8 }),
        fc.array(fc.nat(7), { maxLength: 16 }),
        (words, order) => {
          const stream = cascade();
          const sent = said(words);
          const heard = order.flatMap((index) => sent[index] ?? []);
          const events = heard.flatMap((chunk) => stream.take(chunk));
          const all = [...events, ...ended(stream, [answer(words.join(''))])];
          expect(text(all)).toBe(words.join(''));
          const roles = all.flatMap(({ choices }) => choices).filter(({ delta }) => delta.role);
          expect(roles).toHaveLength(1);
          expect(all.at(-1)?.choices[0]?.finish_reason).toBe('stop');
        },
      ),
    );
  });

  it('goes on with the next model if the first failed before its first word', () => {
    const stream = cascade();
    const events = said(['Hi'], 1).flatMap((chunk) => stream.take(chunk));
    expect(text([...events, ...ended(stream, [answer('Hi', 1)])])).toBe('Hi');
  });

  it('says so if another answer is served than the one it began with', () => {
    const stream = cascade();
    said(['One']).forEach((chunk) => stream.take(chunk));
    expect(said(['Two'], 1).flatMap((chunk) => stream.take(chunk))).toEqual([]);
    expect(() => ended(stream, [answer('Two', 1)])).toThrow(DivergedError);
    expect(() => ended(stream, [answer('Two', 0)])).toThrow(DivergedError);
  });

  it('gives each model a choice where all are asked at once', () => {
    const stream = new CompletionStream(HEAD, false);
    const events = [said(['a1', 'a2']), said(['b1'], 1)].flat().flatMap((c) => stream.take(c));
    const all = [...events, ...ended(stream, [answer('a1a2'), answer('b1b2', 1)])];
    expect([text(all, 0), text(all, 1)]).toEqual(['a1a2', 'b1b2']);
  });

  it('puts tool calls together, the lost part from the whole', () => {
    const call = (args: string, id?: string): AnswerDelta => ({
      toolCall: { index: 0, ...(id && { id, name: 'weather' }), arguments: args },
    });
    const stream = cascade();
    const [first, , third] = pieces(0, [call('{"ci', 'c1'), call('ty":'), call('"Rome"}')]);
    const events = [first!, third!].flatMap((chunk) => stream.take(chunk));
    const whole = {
      id: 'c1',
      type: 'function' as const,
      function: { name: 'weather', arguments: '{"city":"Rome"}' },
    };
    const end = ended(stream, [
      { position: 0, answer: '', details: { toolCalls: [whole] }, finishReason: 'tool_calls' },
    ]);
    const calls = [...events, ...end].flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ index: 0, id: 'c1', function: { name: 'weather' } });
    expect(calls.map((each) => each.function.arguments).join('')).toBe('{"city":"Rome"}');
  });

  it('says of its round in its last event, which has the usage where that is asked for', () => {
    const plain = ended(cascade(), [answer('Hello')]);
    expect(plain.map(({ purser }) => purser)).toEqual([undefined, ROUND]);
    const asked = new CompletionStream({ ...HEAD, includeUsage: true }, true);
    const last = ended(asked, [answer('Hello')]).at(-1);
    expect(last).toMatchObject({ choices: [], usage: USAGE, purser: ROUND });
  });
});
