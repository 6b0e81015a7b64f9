import type { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, mayUse, requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { ErrorResponses } from '../http/error-responses.js';
import { onceGone, sentEvents } from '../http/sent-events.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { LiveFeed } from './live-feed.js';
import { liveQuery, type LiveQuery } from './live-view.js';

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/live')
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly tasks: TaskRegistry,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Hear how tasks do, as it happens',
    description:
      'Server-sent events, at most four a second: `tasks` with `{"tasks": […]}` of those that have changed (task, at, rounds, queries_per_second, reward_mean, cost_usd_total, last_buckets: those of the last two seconds, as in …/series), all of them first; and `ping` every 15 seconds without news.',
  })
  @ApiQuery({
    name: 'tasks',
    required: false,
    description: 'Of these tasks alone: a,b,c.',
    schema: { type: 'string' },
  })
  @ApiResponse({
    status: 200,
    description: 'The events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ErrorResponses(400, 404)
  listen(
    @Query({ schema: liveQuery }) { tasks }: LiveQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Readable {
    const wanted = tasks === undefined ? null : new Set(tasks.split(','));
    for (const task of wanted ?? []) {
      requireTask(caller, task);
      if (!this.tasks.has(task)) throw notFound('task', task, 'tasks');
    }
    const listener = this.feed.listen((task) => wanted?.has(task) ?? mayUse(caller, task));
    onceGone(reply, () => {
      listener.end();
    });
    return sentEvents(listener.events(), reply);
  }
}
