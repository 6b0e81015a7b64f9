import { SetMetadata } from '@nestjs/common';
import type { KeyRole } from '#storage';

/** The role that a route asks for; `public` for those that ask for no key. */
export type Access = KeyRole | 'public';

export const ACCESS = 'purser:access';

/** Says who may use a controller or a route of it. A route that says nothing is for admins. */
export const AccessFor = (access: Access): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, access);
