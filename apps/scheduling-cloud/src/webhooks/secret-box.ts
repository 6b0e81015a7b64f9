import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is kept of secrets that must be readable: locked with a key that the database does not have. */
export class SecretBox {
  private readonly key: Buffer;

  /** @param masterKey `PURSER_SECRET_KEY`, 32 bytes */
  constructor(masterKey: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', masterKey, '', 'purser webhook secrets', 32));
  }

  /** @param label what the secret is for: a box opens under its own label only */
  seal(secret: string, label: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(label));
    const locked = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), locked]).toString('base64');
  }

  /** @throws Error if it was sealed with another key, under another label, or is damaged */
  open(box: string, label: string): string {
    const bytes = Buffer.from(box, 'base64');
    const tagEnd = NONCE_BYTES + TAG_BYTES;
    const cipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(label))
      .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
    return Buffer.concat([cipher.update(bytes.subarray(tagEnd)), cipher.final()]).toString('utf8');
  }
}
