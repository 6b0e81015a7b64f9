import { Readable } from 'node:stream';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Played } from './player.js';

/** A server-sent event. */
export interface StreamEvent {
  readonly event?: string;
  /** Text is sent as it is, all else as JSON. */
  readonly data: object | string;
}

/** How a stream is told. */
interface Telling extends Pick<Played, 'latencyMs' | 'streamFault'> {
  /** The event that a stream which fails on the way ends with. */
  readonly broken: StreamEvent;
  /** Cuts the connection. */
  readonly cut: () => Promise<void>;
}

/** Answers with the events, as they are told. */
export function streamed(
  events: readonly StreamEvent[],
  { latencyMs, streamFault }: Played,
  broken: StreamEvent,
  reply: FastifyReply,
): StreamableFile {
  const cut = async (): Promise<void> => {
    // What was told before is on its way by then.
    await immediate();
    reply.raw.destroy();
  };
  const text = eventStream(events, { latencyMs, streamFault, broken, cut });
  return new StreamableFile(Readable.from(text), { type: 'text/event-stream; charset=utf-8' });
}

/**
 * Server-sent events, spread evenly over the time that the call takes; what goes wrong does so half
 * way. A call that takes no time is written at once.
 */
async function* eventStream(
  events: readonly StreamEvent[],
  { latencyMs, streamFault, broken, cut }: Telling,
): AsyncGenerator<string> {
  const pauseMs = latencyMs / events.length;
  const middle = Math.ceil(events.length / 2);
  for (const [place, event] of events.entries()) {
    if (pauseMs > 0) await wait(pauseMs);
    if (streamFault && place === middle) {
      if (streamFault.kind !== 'stall') {
        if (streamFault.kind === 'error') yield wire(broken);
        else await cut();
        return;
      }
      await wait(streamFault.ms);
    }
    yield wire(event);
  }
}

function wire({ event, data }: StreamEvent): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
}
