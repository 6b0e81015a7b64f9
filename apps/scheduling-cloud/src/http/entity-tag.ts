import { ApiError } from './api-error.js';

const TAG = /^(?:W\/)?"(\d{1,15})"$/;

/** The ETag of a version. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that the client has seen, by its If-Match header.
 * @throws {ApiError} 428 without one, so that nobody overwrites what they have not seen; 400 for
 *   what can't be one
 */
export function versionSeen(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new ApiError(
      428,
      'if_match_required',
      'send the ETag of what you have read as If-Match, so that you change nothing unseen',
      'If-Match',
    );
  }
  const version = TAG.exec(ifMatch.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw new ApiError(400, 'invalid_request', 'If-Match must be an ETag such as "3"', 'If-Match');
}

/** What was to be changed is no longer what the client has read. */
export function changedSince(what: string, version: number): ApiError {
  return new ApiError(
    412,
    'changed_since',
    `${what} has changed since you read it, and is at version ${version}: read it again`,
    'If-Match',
    { etag: tagOf(version) },
  );
}
