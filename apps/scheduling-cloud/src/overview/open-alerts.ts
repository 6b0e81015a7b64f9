import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CapStore, SweepStore, type Cap, type WindowBalance } from '#storage';
import { BreakerBoard } from '../breakers/breaker-board.js';
import { checked } from '../metrics/happenings.js';
import type { Task } from '../tasks/task.js';
import type { TaskSnapshot } from '../tasks/task-snapshots.js';
import { breakerAlerts, budgetAlerts, capAlerts, serviceAlerts, type Alert } from './alerts.js';

/** The caps with what is in their windows. */
export interface CapState {
  caps: readonly Cap[];
  balances: readonly WindowBalance[];
}

/** What an operator should look at now. */
@Injectable()
export class OpenAlerts implements OnModuleDestroy {
  private ledgerFaults = 0;
  private readonly deafen = checked.hear((faults) => {
    this.ledgerFaults = faults;
  });

  constructor(
    private readonly caps: CapStore,
    private readonly sweeps: SweepStore,
    private readonly breakers: BreakerBoard,
  ) {}

  onModuleDestroy(): void {
    this.deafen();
  }

  async capState(at: Date): Promise<CapState> {
    return { caps: await this.caps.list(), balances: await this.caps.balances(at) };
  }

  ofTask(task: Task, { pacing }: TaskSnapshot, { caps, balances }: CapState): Alert[] {
    const open = [...task.models.keys()].flatMap((model) => this.breakers.openOf(model) ?? []);
    return [
      ...capAlerts(task.name, caps, balances),
      ...budgetAlerts(pacing, task.budgetNano),
      ...breakerAlerts(open),
    ];
  }

  async ofService({ caps, balances }: CapState): Promise<Alert[]> {
    const { oldestSeconds } = await this.sweeps.pending();
    return [...serviceAlerts(oldestSeconds, this.ledgerFaults), ...capAlerts(null, caps, balances)];
  }
}
