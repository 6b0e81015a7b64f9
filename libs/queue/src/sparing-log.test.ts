import { describe, expect, it } from 'vitest';
import { sparingLog } from './sparing-log.js';

describe('the sparing log', () => {
  it('tells of an error once, and again only after ten seconds', () => {
    const lines: string[] = [];
    let now = 0;
    const log = sparingLog(
      (line) => lines.push(line),
      () => now,
    );
    for (const at of [0, 1, 9_999, 10_000, 10_001]) {
      now = at;
      log(new Error('queue is away'));
    }
    log(new Error('disk is full'));
    expect(lines).toEqual(['queue is away', 'queue is away', 'disk is full']);
  });

  it('tells the code of an error without a message', () => {
    const lines: string[] = [];
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    sparingLog((line) => lines.push(line))(refused);
    expect(lines).toEqual(['ECONNREFUSED']);
  });
});
