import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request's `Authorization` header holds the token; how long it takes tells nothing of it. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  const sent = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
