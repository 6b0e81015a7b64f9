import { describe, expect, it } from 'vitest';
import { SecretBox } from './secret-box.js';

const box = new SecretBox(Buffer.alloc(32, 1));

describe('a secret box', () => {
  it('opens what it has sealed, and never seals alike', () => {
    const sealed = box.seal('whsec_x', 'a');
    expect(box.open(sealed, 'a')).toBe('whsec_x');
    expect(box.seal('whsec_x', 'a')).not.toBe(sealed);
    expect(sealed).not.toContain(Buffer.from('whsec_x').toString('base64').slice(0, 6));
  });

  it('does not open under another label, with another key, or when a bit has changed', () => {
    const sealed = box.seal('whsec_x', 'a');
    expect(() => box.open(sealed, 'b')).toThrow();
    expect(() => new SecretBox(Buffer.alloc(32, 2)).open(sealed, 'a')).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    expect(() => box.open(bytes.toString('base64'), 'a')).toThrow();
  });
});
