import { stringify } from 'yaml';

/** Stops nobody. */
const HOUR_CAP_USD = 10_000;
/** Less than what is asked for in a minute comes to. */
const MINUTE_CAP_USD = 0.15;

/** Two tasks: a cascade that is judged, and answers that are rated by default, the latter under a tight cap. */
export function loadConfig(simulatorPort: number): string {
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const model = (input: number, output: number): object => ({
    baseUrl: `${simulatorUrl}/v1`,
    price: { inputUsdPerMillionTokens: input, outputUsdPerMillionTokens: output },
    maxOutputTokens: 1024,
  });
  return stringify({
    simulator: { port: simulatorPort },
    models: {
      'gemma-2-2b-it': model(0.02, 0.04),
      'gpt-4o-mini': model(0.15, 0.6),
      'gpt-4o': model(2.5, 10),
    },
    tasks: {
      judged: {
        reward: 'any-win',
        size: 2,
        budgetUsdPerQuery: 0.001,
        evaluator: { kind: 'http', url: `${simulatorUrl}/grade` },
      },
      capped: {
        reward: 'sum-up',
        size: 2,
        budgetUsdPerQuery: 0.002,
        evaluator: 'none',
        rewardWait: { seconds: 5, default: 0.5 },
        caps: [{ window: 'minute', limitUsd: MINUTE_CAP_USD }],
      },
    },
    caps: [{ window: 'hour', limitUsd: HOUR_CAP_USD }],
  });
}
