import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function gather(chunks: Iterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(chunks)) lines.push(line);
  return lines;
}

it('gives the lines of a text however its bytes are cut into chunks', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\n\uFEFF]/g, ''));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (written, size) => {
      const bytes = new TextEncoder().encode(written.map((text) => `${text}\n`).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await gather(chunks)).toEqual(written);
    }),
  );
});

it('gives a last line that has no end', async () => {
  expect(await gather([new TextEncoder().encode('one\ntwo')])).toEqual(['one', 'two']);
});
