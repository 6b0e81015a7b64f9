import { reply, type Reply } from '#contracts';

/** A reply on its way to a topic. */
export interface Publication {
  topic: string;
  message: Reply;
}

/** The messages that carry the publications, topic by topic: see `packReplies`. */
export function messagesOf(
  publications: readonly Publication[],
  limit: number,
): { topic: string; text: string }[] {
  const byTopic = new Map<string, Reply[]>();
  for (const { topic, message } of publications) {
    const replies = byTopic.get(topic);
    if (replies) replies.push(message);
    else byTopic.set(topic, [message]);
  }
  return [...byTopic].flatMap(([topic, replies]) =>
    packReplies(replies, limit).map((text) => ({ topic, text })),
  );
}

/**
 * Packs replies to one topic into as few messages as fit the limit. An outcome that alone is larger
 * than the limit is left out: its waiter is told when it is committed. Chunks come before outcomes.
 * @param limit bytes of a message
 */
export function packReplies(replies: readonly Reply[], limit: number): string[] {
  return [
    ...packed(
      replies.flatMap((each) => (each.kind === 'chunks' ? each.chunks : [])),
      (chunks) => ({ kind: 'chunks', chunks }),
      limit,
    ),
    ...packed(
      replies.flatMap((each) => (each.kind === 'outcomes' ? each.outcomes : [])),
      (outcomes) => ({ kind: 'outcomes', outcomes }),
      limit,
    ),
    ...packed(
      replies.flatMap((each) => (each.kind === 'settled' ? each.queryIds : [])),
      (queryIds) => ({ kind: 'settled', queryIds }),
      limit,
    ),
    ...packed(
      replies.flatMap((each) => (each.kind === 'cancelled' ? each.turns : [])),
      (turns) => ({ kind: 'cancelled', turns }),
      limit,
    ),
  ];
}

/** @throws ZodError or SyntaxError if the text is no reply */
export function parseReply(text: string): Reply {
  return reply.parse(JSON.parse(text));
}

const ENVELOPE_BYTES = 64;

function packed<T>(items: readonly T[], message: (items: T[]) => Reply, limit: number): string[] {
  const messages: string[] = [];
  let batch: T[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (size + ENVELOPE_BYTES > limit) continue;
    if (bytes + size > limit) {
      messages.push(JSON.stringify(message(batch)));
      batch = [];
      bytes = ENVELOPE_BYTES;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) messages.push(JSON.stringify(message(batch)));
  return messages;
}
