/** The choices of queries as they are stored: little-endian, whatever the machine. */
export function choiceBytes(choices: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * choices.length);
  const view = new DataView(bytes.buffer);
  choices.forEach((choice, at) => view.setUint16(2 * at, choice, true));
  return bytes;
}
