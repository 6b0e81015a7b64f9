import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, HttpCode, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { streamed } from '../event-stream.js';
import { Player } from '../player.js';
import { askedIn, generateRequest, type GenerateRequest } from './generate-request.js';
import { BROKEN_CONTENT, contentEvents, contentOf } from './generated-content.js';

const METHOD = /^(.+):(generateContent|streamGenerateContent)$/;

/** Gemini's generated content; the method is told after a colon. */
@Controller('v1beta/models')
export class GenerateController {
  constructor(private readonly player: Player) {}

  @Post(':call')
  @HttpCode(200)
  async generate(
    @Param('call') call: string,
    @Body({ schema: generateRequest }) request: GenerateRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const [, model, method] = METHOD.exec(call) ?? [];
    if (model === undefined) throw new NotFoundException(`There is no method ${call}.`);
    const isStreamed = method === 'streamGenerateContent';
    const played = this.player.play(askedIn(request, model, isStreamed));
    if (isStreamed) return streamed(contentEvents(model, played), played, BROKEN_CONTENT, reply);
    if (played.latencyMs > 0) await wait(played.latencyMs);
    return contentOf(model, played);
  }
}
