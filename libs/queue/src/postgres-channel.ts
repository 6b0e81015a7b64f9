import { Pool } from 'pg';
import type { Reply } from '#contracts';
import { Batcher } from './batcher.js';
import type { Channel } from './channel.js';
import { PostgresListener } from './postgres-listener.js';
import { messagesOf, parseReply, type Publication } from './replies.js';

/** NOTIFY refuses payloads of 8,000 bytes and more. */
const MESSAGE_BYTES = 7_900;

/** The channel over PostgreSQL's NOTIFY. */
export class PostgresChannel implements Channel {
  private readonly pool: Pool;
  private readonly listener: PostgresListener;
  private readonly batcher: Batcher<Publication, undefined>;

  constructor(
    url: string,
    private readonly onError: (error: Error) => void,
  ) {
    this.pool = new Pool({ connectionString: url, max: 1 });
    this.pool.on('error', onError);
    this.listener = new PostgresListener(url, onError);
    this.batcher = new Batcher((items) => this.send(items), {
      maxItems: 1_000,
      maxFlushes: 1,
      gatherMs: 0,
    });
  }

  publish(topic: string, message: Reply): void {
    this.batcher.add({ topic, message }).catch(this.onError);
  }

  async subscribe(topic: string, handle: (message: Reply) => void): Promise<void> {
    await this.listener.listen(key(topic), (payload) => {
      try {
        handle(parseReply(payload));
      } catch (error) {
        this.onError(error as Error);
      }
    });
  }

  async close(): Promise<void> {
    await this.batcher.idle();
    await this.listener.close();
    await this.pool.end();
  }

  private async send(items: Publication[]): Promise<undefined[]> {
    const messages = messagesOf(items, MESSAGE_BYTES);
    await this.pool.query(
      'SELECT pg_notify(topic, payload) FROM unnest($1::text[], $2::text[]) AS message (topic, payload)',
      [messages.map(({ topic }) => key(topic)), messages.map(({ text }) => text)],
    );
    return items.map(() => undefined);
  }
}

function key(topic: string): string {
  return `purser_${topic}`;
}
