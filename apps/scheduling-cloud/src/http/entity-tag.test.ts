import { describe, expect, it } from 'vitest';
import { tagOf, versionSeen } from './entity-tag.js';

describe('If-Match', () => {
  it.each([1, 42, 123_456])('names version %d as its ETag does', (version) => {
    expect(versionSeen(tagOf(version))).toBe(version);
    expect(versionSeen(`W/${tagOf(version)}`)).toBe(version);
  });

  it('is needed', () => {
    expect(() => versionSeen(undefined)).toThrow(expect.objectContaining({ status: 428 }));
  });

  it.each(['', '*', '3', '"x"', '"1", "2"'])('is not %j', (text) => {
    expect(() => versionSeen(text)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
