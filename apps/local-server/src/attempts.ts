import type { Provider } from '#contracts';
import { UpstreamError, type Completion } from '#llm';
import { Happening, traced } from '#operations';
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
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
    };
    const completion = await traced(
      `chat ${model}`,
      { kind: 'client', attributes },
      async (span) => {
        const made = await make();
        span?.setAttribute('gen_ai.usage.input_tokens', made.inputTokens ?? 0);
        span?.setAttribute('gen_ai.usage.output_tokens', made.outputTokens ?? 0);
        return made;
      },
    );
    const { inputTokens, outputTokens } = completion;
    tell({ inputTokens, outputTokens, error: null });
    return completion;
  } catch (error) {
    const code = error instanceof UpstreamError ? error.code : 'internal_error';
    tell({ inputTokens: null, outputTokens: null, error: code });
    throw error;
  }
}
