import { randomUUID } from 'node:crypto';
import type { HeldSecret } from '#storage';
import { ApiError } from '../http/api-error.js';
import { SecretBox } from './secret-box.js';

/** What the service knows of secrets from its environment. */
export interface SecretGround {
  /** `PURSER_SECRET_KEY`, 32 bytes; null where none is set. */
  masterKey: Buffer | null;
  /** By the names of their variables. */
  webhookSecrets: ReadonlyMap<string, string>;
}

/** Puts secrets away and finds them again. */
export class WebhookSecrets {
  private readonly box: SecretBox | null;

  constructor(private readonly ground: SecretGround) {
    this.box = ground.masterKey && new SecretBox(ground.masterKey);
  }

  /** Whether the variable is set. */
  has(name: string): boolean {
    return this.ground.webhookSecrets.has(name);
  }

  /** @throws {ApiError} 409 without a key to seal with */
  keep(secret: string, label: string, at: Date): HeldSecret {
    if (this.box === null) {
      throw new ApiError(
        409,
        'secret_key_missing',
        'secrets are kept encrypted: set PURSER_SECRET_KEY (openssl rand -base64 32) and restart, or name variables of the environment by secret_env',
      );
    }
    const box = this.box.seal(secret, label);
    return { kind: 'sealed', id: randomUUID(), box, createdAt: at.toISOString() };
  }

  /**
   * The secrets that can be had: a variable that is no longer set signs nothing.
   * @throws Error for a sealed one that does not open
   */
  reveal(held: readonly HeldSecret[], label: string): string[] {
    return held.flatMap((secret) => {
      if (secret.kind === 'env') return this.ground.webhookSecrets.get(secret.name) ?? [];
      return this.box === null ? [] : [this.box.open(secret.box, label)];
    });
  }
}
