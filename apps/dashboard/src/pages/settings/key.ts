/** An API key, without its secret. */
export interface Key {
  id: string;
  name: string;
  roles: string[];
  /** Null: all. */
  tasks: string[] | null;
  requests_per_minute: number | null;
  expires_at: string | null;
  /** Until then the secret before the last rotation is good, too. */
  previous_until: string | null;
  version: number;
  created_at: string;
  revoked_at: string | null;
}

export function stateOf(
  { revoked_at, expires_at }: Pick<Key, 'revoked_at' | 'expires_at'>,
  now: Date,
): 'active' | 'expired' | 'revoked' {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && new Date(expires_at) <= now ? 'expired' : 'active';
}
