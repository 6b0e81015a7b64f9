import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { v7 as uuid } from 'uuid';
import { askedIn, chatRequest, type ChatRequest } from './chat-request.js';
import { BROKEN_CHUNK, chunksOf, completionOf } from './completion.js';
import { streamed } from './event-stream.js';
import { Player } from './player.js';

/** OpenAI's chat completions. */
@Controller('v1/chat/completions')
export class CompletionsController {
  constructor(private readonly player: Player) {}

  @Post()
  @HttpCode(200)
  async complete(
    @Body({ schema: chatRequest }) request: ChatRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const played = this.player.play(askedIn(request));
    const created = Math.floor(Date.now() / 1000);
    const head = { id: `chatcmpl-${uuid()}`, created, model: request.model };
    if (request.stream) {
      const chunks = chunksOf(head, played, request.stream_options?.include_usage ?? false);
      return streamed(chunks, played, BROKEN_CHUNK, reply);
    }
    if (played.latencyMs > 0) await wait(played.latencyMs);
    return completionOf(head, played);
  }
}
