import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import type { ChatMessage } from '#contracts';
import { JsonPoster, isSuccess } from '#llm';
import { ApiError } from '../http/api-error.js';
import { saidIn } from '../tasks/query-text.js';
import { isContextual, type Task } from '../tasks/task.js';

/** The reply of an OpenAI-compatible `/embeddings`. */
const reply = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })).min(1) });

/**
 * The vectors by which contextual tasks know their queries: the client's own, or those of an
 * embeddings endpoint. Where it does not answer in time, the query is known by its words.
 */
@Injectable()
export class Embeddings implements OnApplicationShutdown {
  private readonly logger = new Logger('Embeddings');
  private readonly poster = new JsonPoster();

  /** @throws {ApiError} 400 for a vector that the task does not take */
  async of(
    task: Task,
    messages: readonly ChatMessage[],
    given: readonly number[] | undefined,
  ): Promise<readonly number[] | undefined> {
    const size = isContextual(task.policy) ? task.policy.settings.vectorSize : 0;
    if (given !== undefined) return ofLength(given, size, task.name);
    if (size === 0 || task.embeddings === null) return undefined;
    try {
      return await this.asked(task.embeddings, saidIn(messages), size);
    } catch (error) {
      this.logger.warn(`task ${task.name} goes by words: ${(error as Error).message}`);
      return undefined;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.poster.close();
  }

  private async asked(
    { baseUrl, model, timeoutMs }: NonNullable<Task['embeddings']>,
    input: string,
    size: number,
  ): Promise<readonly number[]> {
    const url = new URL(`${baseUrl.replace(/\/+$/, '')}/embeddings`);
    const { status, body } = await this.poster.post({ url, body: { model, input }, timeoutMs });
    if (!isSuccess(status)) throw new Error(`${url.href} answered ${status}`);
    const [first] = reply.parse(body).data;
    const vector = first?.embedding ?? [];
    if (vector.length === size) return vector;
    throw new Error(`${url.href} gave ${vector.length} numbers, and vectorSize is ${size}`);
  }
}

function ofLength(vector: readonly number[], size: number, task: string): readonly number[] {
  if (vector.length === size && size > 0) return vector;
  const takes = size === 0 ? 'takes no vector' : `takes a vector of ${size} numbers`;
  const message = `vector has ${vector.length} numbers, but task ${task} ${takes}`;
  throw new ApiError(400, 'invalid_request', message, 'vector');
}
