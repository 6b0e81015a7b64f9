import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { isSecret, verifiedId } from './signature.js';

const [old, current] = ['old', 'new'].map(
  (name) => `whsec_${Buffer.from(name.repeat(10)).toString('base64')}`,
) as [string, string];
const body = Buffer.from('{"stars": 5}');

function signed(secret: string, at = new Date(), id = 'msg_1'): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

describe('a signature', () => {
  it('by any one of the secrets is good', () => {
    expect(verifiedId([old, current], body, signed(old))).toBe('msg_1');
    expect(verifiedId([old, current], body, signed(current))).toBe('msg_1');
  });

  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
  it.each([
    ['none', {}],
    ['one by another secret', signed(old)],
    ['one of six minutes ago', signed(current, minutes(-6))],
    ['one of six minutes hence', signed(current, minutes(6))],
    ['one with another id', { ...signed(current), 'webhook-id': 'msg_2' }],
    ['one with an id that is too long', signed(current, new Date(), 'x'.repeat(256))],
    ['one with an odd timestamp', { ...signed(current), 'webhook-timestamp': 'now' }],
  ])('is refused: %s', (_which, headers) => {
    expect(() => verifiedId([current], body, headers)).toThrow(
      expect.objectContaining({ status: 401, code: 'invalid_signature' }),
    );
  });

  it('is of the bytes: a space more, and it is refused', () => {
    const other = Buffer.from('{"stars":  5}');
    expect(() => verifiedId([current], other, signed(current))).toThrow('No matching signature');
  });

  it('of four minutes ago still holds', () => {
    expect(verifiedId([current], body, signed(current, minutes(-4)))).toBe('msg_1');
  });
});

it.each([
  [current, true],
  [current.slice('whsec_'.length), true],
  ['whsec_', false],
  ['whsec_c2hvcnQ=', false],
  ['whsec_not base64!', false],
])('%s is a secret: %j', (text, is) => {
  expect(isSecret(text)).toBe(is);
});
