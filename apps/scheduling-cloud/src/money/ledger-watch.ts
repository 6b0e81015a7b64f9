import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LedgerStore } from '#storage';
import { checked } from '../metrics/happenings.js';

const EVERY_MS = 60 * 60_000;

/** Checks every hour that the ledger's rows sum to the balances; a difference is logged as an error. */
@Injectable()
export class LedgerWatch {
  private readonly logger = new Logger('Ledger');

  constructor(private readonly store: LedgerStore) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    try {
      const { faults, examples } = await this.store.check();
      checked.tell(faults);
      if (faults === 0) return;
      const accounts = examples.map(({ account, id }) => `${account} ${id}`).join(', ');
      this.logger.error(`${faults} balances differ from the ledger: ${accounts}`);
    } catch (error) {
      this.logger.warn(`not checked: ${String(error)}`);
    }
  }
}
