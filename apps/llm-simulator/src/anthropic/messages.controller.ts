import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { v7 as uuid } from 'uuid';
import { streamed } from '../event-stream.js';
import { Player } from '../player.js';
import { BROKEN_MESSAGE, messageEvents, messageOf } from './message.js';
import { askedIn, messagesRequest, type MessagesRequest } from './messages-request.js';

/** Anthropic's messages. */
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly player: Player) {}

  @Post()
  @HttpCode(200)
  async create(
    @Body({ schema: messagesRequest }) request: MessagesRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const played = this.player.play(askedIn(request));
    const head = { id: `msg_${uuid()}`, model: request.model };
    if (request.stream) return streamed(messageEvents(head, played), played, BROKEN_MESSAGE, reply);
    if (played.latencyMs > 0) await wait(played.latencyMs);
    return messageOf(head, played);
  }
}
