/** The service could not be started; the message says why and what to do. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}
