import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its holder has it: `purser_<id>_<secret>`. The id is no secret. */
export interface SecretKey {
  id: string;
  secret: string;
}

const ID_BYTES = 8;
const SECRET_BYTES = 32;
const FORMAT = /^purser_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export function newKeyId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** 256 bits. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

export function keyText({ id, secret }: SecretKey): string {
  return `purser_${id}_${secret}`;
}

/** Undefined for what no key looks like. */
export function parseKey(text: string): SecretKey | undefined {
  const [, id, secret] = FORMAT.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * What is stored of a secret. One round of SHA-256 is enough: a secret of 256 random bits can't be
 * found by trying, as a password could.
 */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Takes the same time whether and wherever they differ. */
export function isHashOf(hash: Buffer, secret: string): boolean {
  return timingSafeEqual(hash, hashOf(secret));
}
