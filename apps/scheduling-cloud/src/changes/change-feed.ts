import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { PostgresListener } from '#queue';

/** Reads anew what has changed: the thing named, or, for null, all of them. */
type OnChange = (name: string | null) => Promise<void>;

/**
 * Word of what any replica has changed, as PostgreSQL passes it on. After a connection that broke,
 * during which word may have got lost, everyone is told to read everything anew.
 */
@Injectable()
export class ChangeFeed implements OnModuleDestroy {
  private readonly logger = new Logger('Changes');
  private readonly hearers = new Set<OnChange>();
  private readonly listener: PostgresListener;

  constructor(databaseUrl: string) {
    this.listener = new PostgresListener(
      databaseUrl,
      (error) => this.logger.warn(`not heard of changes for a moment: ${error.message}`),
      () => this.hearers.forEach((hearer) => this.tell(hearer, null)),
    );
  }

  /** Resolves once changes are heard of. */
  async hear(channel: string, onChange: OnChange): Promise<void> {
    await this.listener.listen(channel, (name) => this.tell(onChange, name));
    this.hearers.add(onChange);
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.close();
  }

  private tell(onChange: OnChange, name: string | null): void {
    onChange(name).catch((error: unknown) => {
      this.logger.warn(`a change was not read: ${String(error)}`);
    });
  }
}
