import { setTimeout as wait } from 'node:timers/promises';

/**
 * Server-sent events of these chunks, spread evenly over the time that the call takes, then `[DONE]`.
 * A call that takes no time is written at once.
 */
export async function* eventStream(
  chunks: readonly object[],
  latencyMs: number,
): AsyncGenerator<string> {
  const pauseMs = latencyMs / chunks.length;
  for (const chunk of chunks) {
    if (pauseMs > 0) await wait(pauseMs);
    yield `data: ${JSON.stringify(chunk)}\n\n`;
  }
  yield 'data: [DONE]\n\n';
}
