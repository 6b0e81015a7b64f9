import { z } from 'zod';
import type { Pacing } from '#bandit';
import { violation } from '#bandit';
import type { Cap, OpenBreaker, WindowBalance } from '#storage';

export const alertView = z.strictObject({
  name: z.string().describe('As in docs/observability/alerts.yml.'),
  severity: z.enum(['warning', 'critical']),
  message: z.string(),
});
export type Alert = z.infer<typeof alertView>;

const NEARLY_SPENT = 0.9;
const OVER_BUDGET = 0.05;
/** The first rounds of a task may cost what they will. */
const LEAST_ROUNDS = 100;
const LONGEST_WAIT_SECONDS = 60;

/** @param name of the task, or null for caps of all tasks */
export function capAlerts(
  name: string | null,
  caps: readonly Cap[],
  balances: readonly WindowBalance[],
): Alert[] {
  const own = caps.filter(({ scope, subject }) =>
    name === null ? scope === 'global' : scope === 'task' && subject === name,
  );
  return own.flatMap(({ id, span, hard, limitNano }) => {
    const balance = balances.find(({ capId }) => capId === id);
    const used = (balance?.settledNano ?? 0) + (balance?.reservedNano ?? 0);
    if (used <= NEARLY_SPENT * limitNano) return [];
    const isFull = hard && used >= limitNano;
    const kind = hard ? 'cap' : 'soft cap';
    return {
      name: 'PurserCapNearlySpent',
      severity: isFull ? 'critical' : 'warning',
      message: isFull
        ? `the ${kind} of the ${span} is spent: queries are refused until it resets, or is raised`
        : `over 90% of the ${kind} of the ${span} is spent or reserved`,
    };
  });
}

export function budgetAlerts(pacing: Pacing, budgetNano: number): Alert[] {
  if (pacing.rounds < LEAST_ROUNDS) return [];
  const over = violation(pacing, budgetNano);
  if (over <= OVER_BUDGET) return [];
  const percent = Math.round(over * 100);
  return [
    {
      name: 'PurserOverBudget',
      severity: 'warning',
      message: `${percent}% more is spent than the budget allows: raise it, or add cheaper models`,
    },
  ];
}

export function breakerAlerts(breakers: readonly OpenBreaker[]): Alert[] {
  return breakers.map(({ model, reason }) => ({
    name: 'PurserBreakerOpen',
    severity: 'warning',
    message: `${model} fails and is left alone: ${reason}`,
  }));
}

/** @param ledgerFaults as this replica last found them */
export function serviceAlerts(oldestPendingSeconds: number, ledgerFaults: number): Alert[] {
  const alerts: Alert[] = [];
  if (oldestPendingSeconds > LONGEST_WAIT_SECONDS) {
    alerts.push({
      name: 'PurserQueriesWait',
      severity: 'critical',
      message: 'a query has waited for a minute: no local-server works, or the queue is away',
    });
  }
  if (ledgerFaults > 0) {
    alerts.push({
      name: 'PurserLedgerImbalance',
      severity: 'critical',
      message: `${ledgerFaults} balances differ from the ledger: stop spending; the log names them`,
    });
  }
  return alerts;
}
