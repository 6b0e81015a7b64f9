import type { LimitFunction } from 'p-limit';
import type { CallReport, ModelSpec } from '#contracts';
import { UpstreamError, type Completion, type CompletionRequest, type LlmClient } from '#llm';
import type { Allowances } from './allowances.js';
import { measured } from './attempts.js';
import type { Breakers } from './breakers.js';
import { CallRecord } from './call-record.js';
import type { Prompt } from './prompts.js';
import type { Purse } from './purse.js';
import { retrying } from './retry.js';
import type { Round } from './round.js';

/** What stands between a call and its model. */
export interface Guards {
  /** Lets so many calls be under way at once. */
  places: LimitFunction;
  breakers: Breakers;
  allowances: Allowances;
}

/**
 * Calls models, with retries. Each attempt waits for the model's rate limits and for a place, must be
 * covered by what is reserved for the round, and is recorded before it starts.
 */
export class ModelCaller {
  constructor(
    private readonly client: LlmClient,
    private readonly apiKeys: ReadonlyMap<string, string>,
    private readonly guards: Guards,
  ) {}

  /**
   * The call's report, not scored yet; null if the query ended before the first attempt.
   * @param position the call's place in the round, by which its attempts are recorded
   */
  async call(prompt: Prompt, position: number, round: Round): Promise<CallReport | null> {
    const { query, task } = round;
    const record = new CallRecord(prompt.model, round.lostAt(position), prompt.worstNano);
    const stream = round.streamAt(position, prompt.model);
    const attempt = (): Promise<Completion> =>
      this.attempt(prompt, round, async (timeoutMs) => {
        await round.begin(position);
        const request = this.request(prompt, round, timeoutMs);
        return record.attempt(() =>
          measured(prompt, () =>
            stream ? this.client.stream(request, stream.tell) : this.client.complete(request),
          ),
        );
      });
    try {
      const completion = await retrying(attempt, {
        retries: task.retries,
        deadlineAt: query.deadlineAt,
        isFinal: () => stream?.hasBegun === true || round.signal.aborted,
      });
      stream?.end(completion.finishReason ?? 'stop');
      return record.succeeded(completion);
    } catch (error) {
      stream?.end(null);
      if (error instanceof QueryOver) return record.unanswered();
      if (error instanceof UpstreamError) return record.failed(error);
      throw error;
    }
  }

  /** Makes an attempt once everything lets it through. */
  private async attempt(
    prompt: Prompt,
    round: Round,
    make: (timeoutMs: number) => Promise<Completion>,
  ): Promise<Completion> {
    const { query, task, signal, purse } = round;
    const { allowances, breakers, places } = this.guards;
    const { worstNano } = prompt;
    if (signal.aborted) throw new QueryOver();
    await allowances.acquire(prompt, query.deadlineAt);
    const completion = await places(() => {
      // Only now, as the waits may have been long.
      const timeoutMs = Math.min(task.callTimeoutMs, query.deadlineAt - Date.now());
      if (timeoutMs <= 0 || signal.aborted) throw new QueryOver();
      if (!purse.hold(worstNano)) throw reservationSpent(prompt);
      return settling(
        purse,
        worstNano,
        breakers.run(prompt, () => make(timeoutMs)),
      );
    });
    allowances.correct(prompt, completion);
    return completion;
  }

  private request(
    { spec, messages, options, metadata }: Prompt,
    { signal }: Round,
    timeoutMs: number,
  ): CompletionRequest {
    const apiKey = this.keyOf(spec);
    return { model: spec, apiKey, messages, options, metadata, timeoutMs, signal };
  }

  private keyOf({ apiKeyEnv }: ModelSpec): string | undefined {
    return apiKeyEnv === undefined ? undefined : this.apiKeys.get(apiKeyEnv);
  }
}

/** Takes from the purse what the attempt cost, whether it fails or not. */
async function settling(
  purse: Purse,
  heldNano: number,
  attempt: Promise<Completion>,
): Promise<Completion> {
  let spentNano = 0;
  try {
    const completion = await attempt;
    spentNano = completion.costNanoUsd;
    return completion;
  } catch (error) {
    if (error instanceof UpstreamError) spentNano = error.details.costNanoUsd ?? 0;
    throw error;
  } finally {
    purse.settle(heldNano, spentNano);
  }
}

function reservationSpent({ model }: Prompt): UpstreamError {
  const message = `what is left of the round's reservation does not cover another attempt of ${model}`;
  return new UpstreamError('reservation_spent', message);
}

/** The query's deadline has passed, or it was cancelled. */
class QueryOver extends Error {}
