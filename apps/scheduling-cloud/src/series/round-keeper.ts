import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { RoundSums } from '#storage';

const EVERY_MS = 500;
const RETIRE_EVERY_MS = 10 * 60_000;
const ROUNDS_AT_ONCE = 500;
/** What a turn may take, after which the database has its rest. */
const TURN_MS = 50;
/** For so many times as long as a turn took, the next one waits: a tenth of a core at most. */
const REST = 9;

/**
 * Sums rounds up over time, each half second, in one replica. Under a load that leaves it behind it
 * takes its tenth of a core and no more, and catches up later.
 */
@Injectable()
export class RoundKeeper {
  private readonly logger = new Logger('RoundKeeper');
  private running = false;
  private restUntil = 0;

  constructor(private readonly sums: RoundSums) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    const begun = performance.now();
    if (this.running || begun < this.restUntil) return;
    this.running = true;
    try {
      let hasMore = true;
      while (hasMore && performance.now() - begun < TURN_MS) {
        ({ hasMore } = await this.sums.pass(ROUNDS_AT_ONCE));
      }
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      const now = performance.now();
      this.restUntil = now + REST * (now - begun);
      this.running = false;
    }
  }

  @Interval(RETIRE_EVERY_MS)
  async retire(): Promise<void> {
    await this.sums.retire(new Date()).catch((error: unknown) => {
      this.logger.warn(`old buckets are still there: ${String(error)}`);
    });
  }
}
