import { SetMetadata } from '@nestjs/common';
import type { KeyRole } from '#storage';

/**
 * The role that a route asks for; `public` for those that ask for no key; `metrics` for those that ask
 * for the token of metrics or an admin's key.
 */
export type Access = KeyRole | 'public' | 'metrics';

export const ACCESS = 'purser:access';

/** Says who may use a controller or a route of it. A route that says nothing is for admins. */
export const AccessFor = (access: Access): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, access);
