import { z } from 'zod';
import { webhookSecretEnv } from '#config';
import { operationsEnvironment } from '#operations';
import { isSecret } from './webhooks/signature.js';
import type { SecretGround } from './webhooks/webhook-secrets.js';

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
  /** Locks the secrets that are kept in PostgreSQL, and signs rating links. */
  PURSER_SECRET_KEY: z
    .string()
    .refine(
      (key) => Buffer.from(key, 'base64').length === 32,
      'must be 32 random bytes in base64: openssl rand -base64 32',
    )
    .optional(),
  /** Where people reach the service: rating links lead there. */
  PURSER_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** With so many queries without an outcome, new ones are told to come back. */
  PURSER_MAX_QUEUE_LENGTH: z.coerce.number().int().min(1).max(10_000_000).default(20_000),
  PURSER_CONFIG: z.string().min(1).default('purser.yaml'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(8080),
  /** How long requests are still taken after `/ready` says no, so that a load balancer notices. */
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().min(0).max(600).default(0),
  ...operationsEnvironment,
});
export type CloudEnvironment = z.infer<typeof cloudEnvironment>;

/**
 * The secrets of the environment.
 * @throws Error that names a variable with a secret that Standard Webhooks does not have
 */
export function secretsIn(
  { PURSER_SECRET_KEY }: CloudEnvironment,
  env: Readonly<Record<string, string | undefined>>,
): SecretGround {
  const secrets = Object.entries(env).flatMap(([name, secret]): [string, string][] =>
    webhookSecretEnv.safeParse(name).success && secret ? [[name, secret.trim()]] : [],
  );
  for (const [name, secret] of secrets) {
    if (!isSecret(secret)) {
      throw new Error(
        `${name} must be whsec_ and 24 to 64 bytes in base64, as Standard Webhooks has it`,
      );
    }
  }
  return {
    masterKey: PURSER_SECRET_KEY === undefined ? null : Buffer.from(PURSER_SECRET_KEY, 'base64'),
    webhookSecrets: new Map(secrets),
  };
}
