/** A cap, with the window that is open now. */
export interface Cap {
  id: string;
  scope: 'global' | 'task' | 'key';
  subject: string | null;
  window: string;
  time_zone: string;
  hard: boolean;
  limit_usd: number;
  source: 'file' | 'api';
  current: { ends_at: string; settled_usd: number; reserved_usd: number; remaining_usd: number };
  version: number;
}

/** Whose queries are charged to it, in words. */
export function subjectOf({ scope, subject }: Pick<Cap, 'scope' | 'subject'>): string {
  return scope === 'global' ? 'all queries' : `${scope} ${subject ?? ''}`;
}
