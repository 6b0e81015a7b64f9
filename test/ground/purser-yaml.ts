const MODELS = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'];

/** A configuration that asks the simulator: one task of each reward model. */
export function configText(simulatorUrl: string): string {
  const models = MODELS.map(
    (model) => `
  ${model}:
    baseUrl: ${simulatorUrl}/v1
    price: { inputUsdPerMillionTokens: 0.5, outputUsdPerMillionTokens: 1.5 }
    maxOutputTokens: 1024`,
  );
  const task = (name: string, reward: string, rest: string): string => `
  ${name}:
    reward: ${reward}
    size: 2
    budgetUsdPerQuery: 0.01
    deadlineSeconds: 40
    callTimeoutSeconds: 5${rest}`;
  const grader = `
    evaluator: { kind: http, url: '${simulatorUrl}/grade' }`;
  const rated = `
    evaluator: none`;
  return [
    'models:',
    ...models,
    '\ntasks:',
    task('any', 'any-win', grader),
    task('sum', 'sum-up', rated),
    task('all', 'all-in', `${rated}\n    parts: ['First: {{input}}', 'Second: {{input}}']`),
    task('hasty', 'any-win', `${grader}\n    rewardWait: { seconds: 1, default: 0.5 }`).replace(
      'deadlineSeconds: 40',
      'deadlineSeconds: 2',
    ),
    task('words', 'any-win', `${grader}\n    policy: contextual`),
    task('rated', 'sum-up', `${rated}\n    policy: contextual`),
    task('silent', 'sum-up', `${rated}\n    rewardWait: { seconds: 1, default: 0.5 }`),
    task(
      'driven',
      'any-win',
      `${rated}\n    ratingLinks: true\n    policy: { name: fixed, models: gemma-2-2b-it+gpt-4o-mini }`,
    ),
    task(
      'patient',
      'any-win',
      `${rated}\n    policy: { name: fixed, models: gemma-2-2b-it+gpt-4o-mini }\n    rewardWait: { seconds: 1, default: null }`,
    ),
    `
webhooks:
  survey:
    secretEnv: [OLD_WEBHOOK_SECRET, NEW_WEBHOOK_SECRET]
    query: data.query
    rating: data.answers[0].stars
    scale: stars
    rater: data.respondent
    comment: data.remark
    when: { path: type, equals: survey.answered }
`,
  ].join('');
}
