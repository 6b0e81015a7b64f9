import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#storage';
import type { Log } from './supervised-process.js';

const PAUSE_MS = 1_000;

/** An embedded PostgreSQL that is started again, at the same address, if it crashes. */
export class KeptPostgres {
  private stopping = false;
  private kept: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly log: Log,
    private server: EmbeddedPostgres,
  ) {}

  /** @throws EmbeddedPostgresError if it cannot be started a first time */
  static async start(folder: string, log: Log): Promise<KeptPostgres> {
    const postgres = new KeptPostgres(folder, log, await startEmbeddedPostgres({ folder }));
    postgres.kept = postgres.keep();
    return postgres;
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.server.stop();
    await this.kept;
  }

  private isStopping(): boolean {
    return this.stopping;
  }

  private async keep(): Promise<void> {
    await this.server.ended;
    while (!this.isStopping()) {
      this.log('postgres ended: starting it again');
      await this.startAgain();
      if (this.isStopping()) await this.server.stop();
      await this.server.ended;
    }
  }

  private async startAgain(): Promise<void> {
    const { port } = this.server;
    try {
      this.server = await startEmbeddedPostgres({ folder: this.folder, port });
    } catch (error) {
      this.log(`postgres: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(PAUSE_MS);
    }
  }
}
