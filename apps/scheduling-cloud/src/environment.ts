import { z } from 'zod';

/** What the scheduling-cloud reads of its environment, once. */
export const cloudEnvironment = z.object({
  /** Purser's PostgreSQL. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Where set, the queues run on this Redis; otherwise on DATABASE_URL's PostgreSQL. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Where set, the role `purser_local_server` is made with this password; see `WORKER_ROLE`. */
  QUEUE_ROLE_PASSWORD: z.string().min(8).optional(),
  /** `off`: whoever reaches the service may do everything; only on a loopback address. */
  PURSER_AUTH: z.enum(['keys', 'off']).default('keys'),
  /** Where the first admin key is written, instead of being printed. */
  PURSER_ADMIN_KEY_FILE: z.string().min(1).optional(),
  PURSER_CONFIG: z.string().min(1).default('purser.yaml'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(8080),
});
export type CloudEnvironment = z.infer<typeof cloudEnvironment>;
