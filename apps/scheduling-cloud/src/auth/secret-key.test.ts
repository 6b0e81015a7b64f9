import { describe, expect, it } from 'vitest';
import { hashOf, isHashOf, keyText, newKeyId, newSecret, parseKey } from './secret-key.js';

describe('a key', () => {
  it('is written as purser_<id>_<secret>, and read back', () => {
    for (let time = 0; time < 100; time++) {
      const key = { id: newKeyId(), secret: newSecret() };
      expect(parseKey(keyText(key))).toEqual(key);
    }
  });

  it.each(['', 'purser_', 'sk-proj-abc', `purser_${'g'.repeat(16)}_${'a'.repeat(43)}`])(
    'is not %j',
    (text) => {
      expect(parseKey(text)).toBeUndefined();
    },
  );

  it('has a secret of 256 bits, never the same', () => {
    const secrets = new Set(Array.from({ length: 100 }, newSecret));
    expect(secrets.size).toBe(100);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('is known by the hash of its secret, and by no other', () => {
    const secret = newSecret();
    expect(isHashOf(hashOf(secret), secret)).toBe(true);
    expect(isHashOf(hashOf(secret), newSecret())).toBe(false);
    expect(hashOf(secret).toString('utf8')).not.toContain(secret);
  });
});
