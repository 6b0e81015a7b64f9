import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { LinkSigner } from './link-signer.js';

const signer = new LinkSigner(Buffer.alloc(32, 1));
const link = { queryId: randomUUID(), position: 1, expiresAt: new Date(2_000_000_000_000) };

it('reads back what it has signed', () => {
  expect(signer.read(signer.sign(link))).toEqual(link);
  expect(signer.read(signer.sign({ ...link, position: null }))).toEqual({
    ...link,
    position: null,
  });
});

it('reads nothing that another key has signed, nor what was changed anywhere', () => {
  const token = signer.sign(link);
  expect(new LinkSigner(Buffer.alloc(32, 2)).read(token)).toBeUndefined();
  const bytes = Buffer.from(token, 'base64url');
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes);
    changed[place]! ^= 1;
    expect(signer.read(changed.toString('base64url'))).toBeUndefined();
  }
  expect(signer.read('')).toBeUndefined();
  expect(signer.read(`${token}AAAA`)).toBeUndefined();
});
