const PRICES = {
  'gemma-2-2b-it': [0.1, 0.1],
  'qwen2-7b-instruct': [0.2, 0.2],
  'gemini-1.5-flash': [0.075, 0.3],
  'deepseek-v2.5': [0.14, 0.28],
  'gpt-4o-mini': [0.15, 0.6],
  'llama-3.1-70b-instruct': [0.88, 0.88],
  'mistral-large-2': [2, 6],
  'gpt-4o': [2.5, 10],
  'claude-3.5-sonnet': [3, 15],
} as const;

/** A purser.yaml that works without keys: its nine models are played by the simulator. */
export function exampleConfig(simulatorPort: number): string {
  const root = `http://127.0.0.1:${simulatorPort}`;
  return `# What Purser may ask, and what for. Every fault in this file is named when Purser starts.

# Plays the models below, so that all of this works without keys. Remove it when you use real ones.
simulator: { port: ${simulatorPort} }

models:
${simulatedModels(root)}
  # Real models. Give the name of the environment variable that holds the key, never the key.
  #
  # gpt-4.1-mini:
  #   baseUrl: https://api.openai.com/v1
  #   apiKeyEnv: OPENAI_API_KEY
  #   price: { inputUsdPerMillionTokens: 0.4, outputUsdPerMillionTokens: 1.6 }
  #   maxOutputTokens: 4096 # the bound of every answer, and so of what it can cost
  #
  # claude-haiku: # by OpenRouter, which says what it bills
  #   baseUrl: https://openrouter.ai/api/v1
  #   model: anthropic/claude-3.5-haiku # its name there
  #   apiKeyEnv: OPENROUTER_API_KEY
  #   price: { inputUsdPerMillionTokens: 0.8, outputUsdPerMillionTokens: 4 }
  #   maxOutputTokens: 4096
  #   cost: reported
  #
  # llama-local: # by vLLM; Ollama's is http://127.0.0.1:11434/v1
  #   baseUrl: http://127.0.0.1:8000/v1
  #   model: meta-llama/Llama-3.1-8B-Instruct
  #   price: { inputUsdPerMillionTokens: 0.02, outputUsdPerMillionTokens: 0.02 } # your own estimate
  #   maxOutputTokens: 2048

tasks:
  # One good answer is enough: models are asked in turn until the evaluator accepts an answer.
  gsm8k:
    reward: any-win
    size: 4 # at most so many models a query
    budgetUsdPerQuery: 0.0001 # in the long run, on average
    evaluator: { kind: http, url: ${root}/grade } # others: exact, choice, number, regex, contains, json-schema

  # Every answer counts: two models answer each query, and your users rate them by POST /v1/feedback.
  crux:
    reward: sum-up
    size: 2 # exactly so many models a query
    budgetUsdPerQuery: 0.0004
    evaluator: none
    rewardWait: { seconds: 86400, default: null } # a call that nobody rates in a day stays unrated

  # Every part must succeed: each of two models does one part of the work.
  math:
    reward: all-in
    size: 2
    budgetUsdPerQuery: 0.0008
    models: [gemini-1.5-flash, deepseek-v2.5, gpt-4o-mini, mistral-large-2, gpt-4o] # default: all
    evaluator: { kind: http, url: ${root}/grade }
    parts:
      - 'Solve this: {{input}}'
      - 'Say how one would check the solution of this: {{input}}'
`;
}

function simulatedModels(root: string): string {
  const entries = Object.entries(PRICES).map(
    ([name, [input, output]]) => `  ${name}:
    baseUrl: ${root}/v1
    price: { inputUsdPerMillionTokens: ${input}, outputUsdPerMillionTokens: ${output} }
    maxOutputTokens: 1024
`,
  );
  return entries.join('');
}
