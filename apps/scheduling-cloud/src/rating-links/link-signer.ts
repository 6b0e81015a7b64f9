import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';

/** What a rating link is for. */
export interface RatingLink {
  queryId: string;
  /** Which of the answers, 0-based; null: what the query's reward model says. */
  position: number | null;
  expiresAt: Date;
}

const ID_BYTES = 16;
const BODY_BYTES = ID_BYTES + 1 + 4;
const MAC_BYTES = 32;
const NO_POSITION = 255;

/** Makes links that only it can have made: HMAC-SHA256 over the query, the answer and the end. */
export class LinkSigner {
  private readonly key: Buffer;

  /** @param masterKey `PURSER_SECRET_KEY`, 32 bytes */
  constructor(masterKey: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', masterKey, '', 'purser rating links', 32));
  }

  sign({ queryId, position, expiresAt }: RatingLink): string {
    const body = Buffer.alloc(BODY_BYTES);
    body.set(parse(queryId));
    body.writeUInt8(position ?? NO_POSITION, ID_BYTES);
    body.writeUInt32BE(Math.floor(expiresAt.getTime() / 1_000), ID_BYTES + 1);
    return Buffer.concat([body, this.macOf(body)]).toString('base64url');
  }

  /** What the link is for, expired or not; undefined for one that was not made here. */
  read(token: string): RatingLink | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== BODY_BYTES + MAC_BYTES) return undefined;
    const body = bytes.subarray(0, BODY_BYTES);
    if (!timingSafeEqual(this.macOf(body), bytes.subarray(BODY_BYTES))) return undefined;
    const position = body.readUInt8(ID_BYTES);
    return {
      queryId: stringify(body.subarray(0, ID_BYTES)),
      position: position === NO_POSITION ? null : position,
      expiresAt: new Date(body.readUInt32BE(ID_BYTES + 1) * 1_000),
    };
  }

  private macOf(body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(body).digest();
  }
}
