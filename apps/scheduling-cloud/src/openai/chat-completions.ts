import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import type { QueryRequest } from '../queries/query-request.js';
import { StreamQuery, type OpenStream } from '../queries/stream-query.js';
import type { Task } from '../tasks/task.js';
import { optionsOf, type ChatRequest } from './chat-request.js';
import { ChatTasks } from './chat-tasks.js';

/** What came with the request besides its body. */
export interface ChatHeaders {
  caller: Caller;
  idempotencyKey: string | undefined;
}

/** A chat request on its way. */
export interface OpenChat extends OpenStream {
  /** Whether one answer is served, or all. */
  cascade: boolean;
}

/** For word of an answer that was given at the last moment. */
const GRACE_MS = 2_000;

/** Queries in the words of OpenAI's chat completions. */
@Injectable()
export class ChatCompletions {
  constructor(
    private readonly tasks: ChatTasks,
    private readonly queries: StreamQuery,
  ) {}

  /** @throws {ApiError} for a model that is no task, options that can't be honoured, a full cap… */
  async open(request: ChatRequest, headers: ChatHeaders): Promise<OpenChat> {
    const task = this.tasks.named(request.model);
    const stream = request.stream ? task.streams : null;
    const waitMs = task.deadlineMs + GRACE_MS;
    const opened = await this.queries.open(queryOf(request, task), { ...headers, stream, waitMs });
    return { ...opened, cascade: task.execution.execution !== 'parallel' };
  }

  /** For a client that has gone. */
  cancel({ taken }: OpenChat): void {
    this.queries.cancel(taken);
  }
}

function queryOf(request: ChatRequest, task: Task): QueryRequest {
  return {
    task: task.name,
    messages: request.messages,
    options: optionsOf(request),
    metadata: request.metadata ?? {},
  };
}
