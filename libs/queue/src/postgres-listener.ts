import { Client } from 'pg';

const RECONNECT_MS = 500;

/**
 * LISTEN on a connection of its own, which is made anew when it breaks. Notifications sent while it
 * is broken are lost; `onConnect`, called after every connection (the first too), is the place to
 * catch up.
 */
export class PostgresListener {
  private readonly handlers = new Map<string, (payload: string) => void>();
  private client: Client | undefined;
  private connecting: Promise<void> | undefined;
  /** A client takes one statement at a time. */
  private lastStatement: Promise<unknown> = Promise.resolve();
  private reconnection: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly onError: (error: Error) => void,
    private readonly onConnect: () => void = () => undefined,
  ) {}

  /** Resolves once notifications on the channel arrive. @throws if the server cannot be reached */
  async listen(channel: string, handle: (payload: string) => void): Promise<void> {
    this.handlers.set(channel, handle);
    this.connecting ??= this.connect();
    await this.connecting;
    const listening = this.lastStatement.then(() =>
      this.client?.query(`LISTEN ${quoted(channel)}`),
    );
    this.lastStatement = listening.catch(() => undefined);
    await listening;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.reconnection);
    await this.connecting?.catch(() => undefined);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 5_000,
    });
    // The client reports a loss as an error, an end, or both: whichever comes first counts.
    const lost = (error?: Error): void => {
      if (this.client !== client || this.closed) return;
      this.client = undefined;
      this.onError(error ?? new Error('the connection that listens to PostgreSQL was closed'));
      this.retry();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', ({ channel, payload }) =>
      this.handlers.get(channel)?.(payload ?? ''),
    );
    await client.connect();
    for (const channel of this.handlers.keys()) await client.query(`LISTEN ${quoted(channel)}`);
    this.client = client;
    this.onConnect();
  }

  private retry(): void {
    if (this.closed) return;
    this.reconnection = setTimeout(() => {
      this.connecting = this.connect();
      this.connecting.catch(() => this.retry());
    }, RECONNECT_MS);
  }
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`;
}
