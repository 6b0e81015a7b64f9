import { describe, expect, it } from 'vitest';
import { job, query } from './job.fixture.js';
import { inputOf, promptsOf } from './prompts.js';

const { models } = job({ url: 'http://127.0.0.1:1' }, [query(['a'])]);
const messages = [
  { role: 'system' as const, content: 'be brief' },
  { role: 'user' as const, content: "what is $& in '$1'?" },
  { role: 'assistant' as const, content: 'Well,' },
];

describe('the prompts of a query', () => {
  it('are the query itself for every model, in call order', () => {
    const prompts = promptsOf(query(['b', 'a'], { messages }), {}, models);
    expect(prompts.map(({ model }) => model)).toEqual(['b', 'a']);
    expect(prompts[1]?.messages).toEqual(messages);
  });

  it('put a part in place of the last user message and keep all else', () => {
    const asked = query(['a', 'b'], { messages });
    const prompts = promptsOf(asked, { parts: ['Draft: {{input}}', 'Check.'] }, models);
    expect(prompts[0]?.messages).toEqual([
      messages[0],
      { role: 'user', content: "Draft: what is $& in '$1'?" },
      messages[2],
    ]);
    expect(prompts[1]?.messages[1]?.content).toBe('Check.');
  });

  it('take the last message for the input where no user speaks', () => {
    expect(inputOf({ messages: [{ role: 'system', content: 'go' }] })).toBe('go');
  });
});
