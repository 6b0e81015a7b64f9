/** The client's connection is to be cut without an answer. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}
