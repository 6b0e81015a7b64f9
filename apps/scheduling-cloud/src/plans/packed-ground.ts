import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PackedQuestions } from '#allocation';

/** Fast is better than small: it is read once, if at all. */
const LEVEL = 1;

/** What direct questions are answered from, as it is stored: some ten bytes a query and choice. */
export function packedGround(questions: PackedQuestions): Uint8Array {
  return gzipSync(serialize(questions), { level: LEVEL });
}

export function unpackedGround(content: Uint8Array): PackedQuestions {
  return deserialize(gunzipSync(content)) as PackedQuestions;
}
