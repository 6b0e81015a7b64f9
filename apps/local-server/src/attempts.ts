import type { Provider } from '#contracts';
import { UpstreamError, type Completion } from '#llm';
import { Happening } from '#operations';
import type { Prompt } from './prompts.js';

/** One request to a provider, ended. */
export interface Attempt {
  /** The model's name in purser.yaml. */
  model: string;
  provider: Provider;
  seconds: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** The code of its error; null for an answer. */
  error: string | null;
}

export const attempted = new Happening<Attempt>('attempted');

/** Makes a request to a provider and tells how it went. */
export async function measured(
  { model, spec: { provider } }: Pick<Prompt, 'model' | 'spec'>,
  make: () => Promise<Completion>,
): Promise<Completion> {
  const begun = performance.now();
  const tell = (news: Pick<Attempt, 'inputTokens' | 'outputTokens' | 'error'>): void =>
    attempted.tell({ model, provider, seconds: (performance.now() - begun) / 1_000, ...news });
  try {
    const completion = await make();
    const { inputTokens, outputTokens } = completion;
    tell({ inputTokens, outputTokens, error: null });
    return completion;
  } catch (error) {
    const code = error instanceof UpstreamError ? error.code : 'internal_error';
    tell({ inputTokens: null, outputTokens: null, error: code });
    throw error;
  }
}
