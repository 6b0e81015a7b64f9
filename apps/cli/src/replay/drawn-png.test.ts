import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { canWrite, drawnPng } from './drawn-png.js';

const page = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" font-family="Nowhere Sans, sans-serif"><rect width="100%" height="100%" fill="white"/><text x="5" y="25">${text}</text></svg>`;

/** How many pixels of a picture are not white. */
function inked(svg: string): number {
  const { pixels } = new Resvg(svg).render();
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 128) dark += 1;
  return dark;
}

describe('a PNG', () => {
  it('is one, of twice the size of the page', () => {
    const png = drawnPng(page('spend'));
    expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([240, 80]);
  });

  it.skipIf(!canWrite())('shows its text, in whatever font there is', () => {
    expect(inked(page('spend over the budget'))).toBeGreaterThan(100);
    expect(inked(page(''))).toBe(0);
  });

  it('is not offered where there is no font', () => {
    expect(canWrite(false)).toBe(false);
  });
});
