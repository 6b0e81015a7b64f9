import { z } from 'zod';
import type { Provider } from '#contracts';
import type { CompletionRequest } from '../completion.js';
import { UpstreamError } from '../upstream-error.js';

/** Where options stand in what is sent. */
type Places = Readonly<Record<string, readonly string[]>>;

const PLACES: Partial<Record<Provider, Places>> = {
  anthropic: { temperature: ['temperature'], top_p: ['top_p'], stop: ['stop_sequences'] },
  google: {
    temperature: ['generationConfig', 'temperature'],
    top_p: ['generationConfig', 'topP'],
    stop: ['generationConfig', 'stopSequences'],
    seed: ['generationConfig', 'seed'],
    presence_penalty: ['generationConfig', 'presencePenalty'],
    frequency_penalty: ['generationConfig', 'frequencyPenalty'],
  },
};

const fields = z.record(z.string(), z.unknown());

/**
 * The libraries know some models that take no temperature, and leave it out. Such a request is not
 * sent: what can't be honoured is refused by name.
 * @throws UpstreamError `unsupported`
 */
export function refuseDropped(body: unknown, { model, options }: CompletionRequest): void {
  const places: Places = PLACES[model.provider] ?? {};
  for (const [option, path] of Object.entries(places)) {
    const wish = options[option];
    // A penalty of 0 is none.
    if (wish === undefined || (wish === 0 && option.endsWith('_penalty'))) continue;
    const sent = path.reduce<unknown>((value, key) => fields.safeParse(value).data?.[key], body);
    if (sent === undefined) {
      throw new UpstreamError('unsupported', `${model.upstreamModel} takes no ${option}`);
    }
  }
}
