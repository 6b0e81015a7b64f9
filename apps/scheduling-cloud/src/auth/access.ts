import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { KeyRole } from '#storage';
import { ErrorResponses } from '../http/error-responses.js';

/**
 * The role that a route asks for; `any-key` for those that ask for a key, whatever its roles; `public`
 * for those that ask for none; `metrics` for those that ask for the token of metrics or an admin's key.
 */
export type Access = KeyRole | 'any-key' | 'public' | 'metrics';

export const ACCESS = 'purser:access';

/**
 * Says who may use a controller or a route of it, and describes how the others are refused. A route
 * that says nothing is for admins.
 */
export const AccessFor = (access: Access): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ACCESS, access),
    ...(access === 'public' ? [] : [ErrorResponses(401, 403, 429)]),
  );
