import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { chatRequest, type ChatRequest } from './chat-request.js';
import { chunksOf, completionOf } from './completion.js';
import { eventStream } from './event-stream.js';
import { Player } from './player.js';

/** OpenAI's chat completions. */
@Controller('v1/chat/completions')
export class CompletionsController {
  constructor(private readonly player: Player) {}

  @Post()
  @HttpCode(200)
  async complete(@Body({ schema: chatRequest }) request: ChatRequest) {
    const { outcome, latencyMs } = this.player.play(request);
    const created = Math.floor(Date.now() / 1000);
    const head = { id: `chatcmpl-${uuid()}`, created, model: request.model };
    if (request.stream) {
      const chunks = chunksOf(head, outcome, request.stream_options?.include_usage ?? false);
      return new StreamableFile(Readable.from(eventStream(chunks, latencyMs)), {
        type: 'text/event-stream; charset=utf-8',
      });
    }
    if (latencyMs > 0) await wait(latencyMs);
    return completionOf(head, outcome);
  }
}
