import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { exampleConfig } from './example.js';
import { parseConfig } from './parse.js';

const MODELS = `
models:
  small:
    baseUrl: http://localhost:8000/v1/
    maxOutputTokens: 1024
    price: { inputUsdPerMillionTokens: 0.1, outputUsdPerMillionTokens: 0.4 }
  org/big-1.5:
    baseUrl: https://api.example.com/v1
    model: big
    maxOutputTokens: 1024
    apiKeyEnv: EXAMPLE_API_KEY
    price: { inputUsdPerToken: 0.00000015, outputUsdPerToken: 0.0000006, requestUsd: 0.001 }
`;

const taskOf = (lines: string) => `${MODELS}
tasks:
  qa:
    ${lines.trim().replaceAll('\n', '\n    ')}
`;

const good = `reward: any-win
size: 2
budgetUsdPerQuery: 0.0005
evaluator: number`;

function faultsOf(text: string) {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const messagesOf = (text: string) =>
  faultsOf(text).map(({ path, message }) => `${path}: ${message}`);

describe('a good purser.yaml', () => {
  it('needs little: the rest has defaults', () => {
    expect(parseConfig(taskOf(good)).tasks['qa']).toEqual({
      reward: 'any-win',
      size: 2,
      caps: [],
      budgetUsdPerQuery: 0.0005,
      models: ['small', 'org/big-1.5'],
      policy: { name: 'c2mab-v' },
      evaluator: { kind: 'number', tolerance: 1e-6 },
      successAt: 1,
      deadlineSeconds: 60,
      callTimeoutSeconds: 30,
      retries: 2,
      failures: 'ignore',
      rewardWait: { seconds: 86_400, default: null },
    });
  });

  it('prices tokens by the million, however they are written', () => {
    expect(parseConfig(taskOf(good)).models['org/big-1.5']?.price).toEqual({
      inputUsdPerMillionTokens: 0.15,
      outputUsdPerMillionTokens: 0.6,
      requestUsd: 0.001,
    });
  });

  it('calls a model at its provider by its own name, unless told another', () => {
    const { models } = parseConfig(taskOf(good));
    expect(models['small']).toMatchObject({ model: 'small', baseUrl: 'http://localhost:8000/v1' });
    expect(models['org/big-1.5']).toMatchObject({ model: 'big', apiKeyEnv: 'EXAMPLE_API_KEY' });
  });

  it('passes on the settings of the policy that are given, and no others', () => {
    const { tasks } = parseConfig(taskOf(`${good}\npolicy: { name: c2mab-v, charge: whole }`));
    expect(tasks['qa']?.policy).toEqual({ name: 'c2mab-v', charge: 'whole' });
  });

  it('may share what its tasks have in common', () => {
    const text = `${taskOf(good).replace('qa:', 'qa: &qa')}  other: { <<: *qa, size: 1 }\n`;
    expect(parseConfig(text).tasks['other']).toMatchObject({ size: 1, reward: 'any-win' });
  });

  it('is written as an example on first start', () => {
    const { models, tasks, simulator } = parseConfig(exampleConfig(8090));
    expect(Object.keys(models)).toHaveLength(9);
    expect(Object.values(tasks).map(({ reward }) => reward)).toEqual([
      'any-win',
      'sum-up',
      'all-in',
    ]);
    expect(simulator).toEqual({ port: 8090 });
  });

  it('is one of real models too, where the comments of the example are taken away', () => {
    const text = exampleConfig(8090)
      .replace(/^ {2}# {3}(?! )/gm, '    ')
      .replace(/^ {2}# (?=\S+: *(#.*)?$)/gm, '  ');
    expect(Object.keys(parseConfig(text).models)).toContain('claude-haiku');
  });
});

describe('a faulty purser.yaml', () => {
  it('is refused with every fault, where it is and what is allowed', () => {
    const text = `
models:
  small:
    baseUrl: localhost
    price: { inputUsdPerMillionTokens: -1, outputUsdPerMillionTokens: 0.4 }
    maxOutputTokens: 1.5
tasks:
  qa:
    reward: best
    size: 3
    budgetUsdPerQuery: ten
    models: [small, smal]
    evaluator: { kind: guess }
    retries: 11
`;
    expect(faultsOf(text)).toEqual([
      {
        path: 'models.small.baseUrl',
        line: 4,
        message: 'must be an address such as https://api.openai.com/v1',
      },
      {
        path: 'models.small.price.inputUsdPerMillionTokens',
        line: 5,
        message: 'must be at least 0',
      },
      {
        path: 'models.small.maxOutputTokens',
        line: 6,
        message: 'is the number 1.5, must be a whole number',
      },
      { path: 'tasks.qa.reward', line: 9, message: 'must be any-win, sum-up, all-in or vote' },
      { path: 'tasks.qa.budgetUsdPerQuery', line: 11, message: 'is text, must be a number' },
      {
        path: 'tasks.qa.evaluator.kind',
        line: 13,
        message:
          'must be exact, choice, number, regex, contains, json-schema, http, llm-judge or none',
      },
      { path: 'tasks.qa.retries', line: 14, message: 'must be at most 10' },
      {
        path: 'tasks.qa.models[1]',
        line: 12,
        message: '"smal" is not a model; there are small',
      },
      {
        path: 'tasks.qa.size',
        line: 10,
        message:
          'is 3, but a query asks exactly so many models and the task has 2: must be from 1 to 2',
      },
    ]);
  });

  it('says all of it in one message', () => {
    expect(() => parseConfig('tasks: {}\n')).toThrow(
      'purser.yaml is refused:\n' +
        '  - models (line 1): is missing: must be a mapping\n' +
        '  - tasks (line 1): must name at least one task',
    );
  });

  it('is told the key that was probably meant, or those that there are', () => {
    expect(messagesOf(taskOf(`${good}\ntimeout: 1\nsucessAt: 1`))).toEqual([
      expect.stringMatching(/^tasks.qa.timeout: is not known: allowed are reward, labels, size/),
      'tasks.qa.sucessAt: is not known: did you mean successAt?',
    ]);
  });

  it('is told that a price is needed, and which', () => {
    const [first] = messagesOf(taskOf(good).replace(/ {4}price: .*\n/, ''));
    expect(first).toBe('models.small.price: is missing: must be a mapping');
    const [missing] = messagesOf(taskOf(good).replace(', outputUsdPerMillionTokens: 0.4', ''));
    expect(missing).toBe(
      'models.small.price: needs either outputUsdPerMillionTokens or outputUsdPerToken, and not both; 0 if it is free',
    );
  });

  it.each([
    'sk-proj-abcdefgh12345678',
    'AIzaSyA1234567890abcdefghij',
    'abcdef0123456789abcdef0123',
  ])(
    'is told that it holds a key where its name should be, without repeating the key %s',
    (key) => {
      const [message] = messagesOf(taskOf(good).replace('EXAMPLE_API_KEY', key));
      expect(message).toMatch(/^models\["org\/big-1\.5"\]\.apiKeyEnv: looks like a key itself/);
      expect(message).not.toContain(key);
    },
  );

  it.each(['OPENAI_KEY', 'HOME', 'openai_api_key'])('may not name the variable %s', (name) => {
    expect(messagesOf(taskOf(good).replace('EXAMPLE_API_KEY', name))).toEqual([
      expect.stringContaining('that ends with _API_KEY'),
    ]);
  });

  it.each([
    ['parts of another length than the size', 'all-in', 'parts: ["do {{input}}"]', 'parts: has 1'],
    ['parts without the query', 'all-in', 'parts: ["a {{input}}", "b"]', 'parts[1]: must contain'],
    [
      'parts of a task that has none',
      'sum-up',
      'parts: ["a {{input}}", "{{input}}"]',
      'only an all-in',
    ],
    [
      'a cascade of a sum-up task',
      'sum-up',
      'policy: { name: c2mab-v, charge: cascade }',
      'policy.charge: must be whole',
    ],
    [
      'a model named twice',
      'sum-up',
      'models: [small, small]',
      'models[1]: "small" is listed twice',
    ],
    [
      'a pattern that is none',
      'sum-up',
      'evaluator: { kind: regex, pattern: "(" }',
      'evaluator.pattern: is no regular',
    ],
    [
      'a wait without its default',
      'sum-up',
      'rewardWait: { seconds: 60 }',
      'rewardWait.default: is missing',
    ],
    [
      'an infinite deadline',
      'sum-up',
      'deadlineSeconds: .inf',
      'deadlineSeconds: must be a number',
    ],
  ])('refuses %s', (_, reward, line, expected) => {
    const [key = ''] = line.split(':');
    const task = { reward, size: '2', budgetUsdPerQuery: '0.1', evaluator: 'number' };
    const lines = Object.entries(task).flatMap(([name, value]) =>
      name === key ? [] : [`${name}: ${value}`],
    );
    expect(messagesOf(taskOf([...lines, line].join('\n')))).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  it('refuses names that would not do in a URL or a metric', () => {
    expect(messagesOf(taskOf(good).replace('qa:', '"q a":'))).toEqual([
      expect.stringMatching(/^tasks\["q a"\]: a name starts with/),
    ]);
  });

  it('refuses what is not YAML by its line, and never quotes it', () => {
    const text = taskOf(good).replace('EXAMPLE_API_KEY', '"sk-secret');
    expect(faultsOf(text)[0]).toMatchObject({ line: expect.any(Number) as number });
    expect(messagesOf(text).join()).not.toContain('sk-secret');
  });

  it('refuses an empty file', () => {
    expect(messagesOf('')).toEqual([': is empty, must be a mapping']);
  });
});
