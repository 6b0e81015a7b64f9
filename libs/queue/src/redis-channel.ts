import { Redis } from 'ioredis';
import type { Reply } from '#contracts';
import { Batcher } from './batcher.js';
import type { Channel } from './channel.js';
import { messagesOf, parseReply, type Publication } from './replies.js';

const MESSAGE_BYTES = 1024 * 1024;

/** The channel over Redis pub/sub. */
export class RedisChannel implements Channel {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly handlers = new Map<string, (message: Reply) => void>();
  private readonly batcher: Batcher<Publication, undefined>;

  constructor(
    url: string,
    private readonly onError: (error: Error) => void,
  ) {
    this.publisher = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.subscriber = new Redis(url, { maxRetriesPerRequest: null });
    for (const client of [this.publisher, this.subscriber]) client.on('error', onError);
    this.subscriber.on('message', (topic: string, text: string) => this.receive(topic, text));
    this.batcher = new Batcher((items) => this.send(items), {
      maxItems: 1_000,
      maxFlushes: 2,
      gatherMs: 0,
    });
  }

  publish(topic: string, message: Reply): void {
    this.batcher.add({ topic, message }).catch(this.onError);
  }

  async subscribe(topic: string, handle: (message: Reply) => void): Promise<void> {
    this.handlers.set(key(topic), handle);
    await this.subscriber.subscribe(key(topic));
  }

  async close(): Promise<void> {
    await this.batcher.idle();
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private receive(topic: string, text: string): void {
    try {
      this.handlers.get(topic)?.(parseReply(text));
    } catch (error) {
      this.onError(error as Error);
    }
  }

  private async send(items: Publication[]): Promise<undefined[]> {
    const pipeline = this.publisher.pipeline();
    for (const { topic, text } of messagesOf(items, MESSAGE_BYTES)) {
      pipeline.publish(key(topic), text);
    }
    await pipeline.exec();
    return items.map(() => undefined);
  }
}

function key(topic: string): string {
  return `purser:${topic}`;
}
