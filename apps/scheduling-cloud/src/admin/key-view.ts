import { z } from 'zod';
import { text } from '#contracts';
import type { StoredKey } from '#storage';

const role = z.enum(['query', 'rate', 'admin']);
const TERMS = {
  name: text.min(1).max(200).describe('For people.'),
  roles: z
    .array(role)
    .min(1)
    .describe('query: ask and read. rate: send ratings. admin: everything.'),
  tasks: z
    .array(text.min(1))
    .min(1)
    .nullable()
    .describe('The only tasks that it is for; null: all.'),
  requests_per_minute: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe('At each replica; null: no limit.'),
  expires_at: z.iso.datetime().nullable().describe('Null: never.'),
};

/** The body of `POST /admin/v1/keys`. */
export const keyRequest = z
  .strictObject({
    ...TERMS,
    tasks: TERMS.tasks.default(null),
    requests_per_minute: TERMS.requests_per_minute.default(null),
    expires_at: TERMS.expires_at.default(null),
  })
  .meta({ id: 'KeyRequest', example: { name: 'web shop', roles: ['query'], tasks: ['qa'] } });
export type KeyRequest = z.infer<typeof keyRequest>;

/** The body of `PATCH /admin/v1/keys/{id}`: what is left out stays. */
export const keyPatch = z
  .strictObject({
    name: TERMS.name.exactOptional(),
    roles: TERMS.roles.exactOptional(),
    tasks: TERMS.tasks.exactOptional(),
    requests_per_minute: TERMS.requests_per_minute.exactOptional(),
    expires_at: TERMS.expires_at.exactOptional(),
  })
  .meta({ id: 'KeyPatch', example: { requests_per_minute: 600 } });
export type KeyPatch = z.infer<typeof keyPatch>;

const LONGEST_GRACE_SECONDS = 30 * 86_400;

/** The body of `POST /admin/v1/keys/{id}/rotate`. */
export const keyRotation = z
  .strictObject({
    grace_seconds: z
      .int()
      .min(0)
      .max(LONGEST_GRACE_SECONDS)
      .default(86_400)
      .describe('For so long the secret before stays good, beside the new one.'),
  })
  .meta({ id: 'KeyRotation', example: { grace_seconds: 3_600 } });
export type KeyRotation = z.infer<typeof keyRotation>;

/** A key, as admins see it: never its secret. */
export const keyView = z
  .strictObject({
    id: z.string(),
    ...TERMS,
    previous_until: z.iso
      .datetime()
      .nullable()
      .describe('Until then the secret before the last rotation is good too.'),
    version: z.int().describe('Its ETag.'),
    created_at: z.iso.datetime(),
    revoked_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Key' });
export type KeyView = z.infer<typeof keyView>;

/** The same with the key itself. */
export const shownKey = keyView
  .extend({ key: z.string().describe('The key itself, shown this once.') })
  .meta({ id: 'ShownKey' });
export type ShownKey = z.infer<typeof shownKey>;

export const keyList = z.strictObject({ data: z.array(keyView) }).meta({ id: 'KeyList' });
export type KeyList = z.infer<typeof keyList>;

export function viewOfKey(key: StoredKey): KeyView {
  return {
    id: key.id,
    name: key.name,
    roles: [...key.roles],
    tasks: key.tasks === null ? null : [...key.tasks],
    requests_per_minute: key.requestsPerMinute,
    expires_at: key.expiresAt?.toISOString() ?? null,
    previous_until: key.previousUntil?.toISOString() ?? null,
    version: key.version,
    created_at: key.createdAt.toISOString(),
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}
