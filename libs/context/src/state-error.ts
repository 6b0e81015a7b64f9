/** Bytes that are no state of a contextual learner with these settings. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
