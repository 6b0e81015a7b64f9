import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { bearsToken } from '#operations';
import type { StoredKey } from '#storage';
import { ApiError } from '../http/api-error.js';
import { ACCESS, type Access } from './access.js';
import { anyone, hasRole, rememberCaller, type Caller } from './caller.js';
import { KeyRing } from './key-ring.js';
import { RequestLimits } from './request-limits.js';

/** Whether requests need keys. */
export abstract class Authentication {
  abstract readonly isOn: boolean;
  /** Of `/metrics`; undefined where none is set. */
  abstract readonly metricsToken: string | undefined;
}

/** Lets a request through if its key has the role that the route asks for. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly ring: KeyRing,
    private readonly limits: RequestLimits,
  ) {}

  /** @throws {ApiError} 401 without a good key, 403 without the role, 429 over the key's limit */
  async canActivate(context: ExecutionContext): Promise<true> {
    const access = this.accessOf(context);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access === 'metrics' && this.mayMeasure(request)) return true;
    const role = access === 'metrics' ? 'admin' : access;
    const caller = this.authentication.isOn ? await this.callerOf(request) : anyone;
    if (role !== 'any-key' && !hasRole(caller, role)) throw forbidden(caller, role);
    rememberCaller(request, caller);
    return true;
  }

  private mayMeasure({ headers }: FastifyRequest): boolean {
    const { metricsToken } = this.authentication;
    return metricsToken !== undefined && bearsToken(headers.authorization, metricsToken);
  }

  private accessOf(context: ExecutionContext): Access {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<Access | undefined>(ACCESS, targets) ?? 'admin';
  }

  private async callerOf(request: FastifyRequest): Promise<Caller> {
    const text = keyTextOf(request);
    if (text === undefined) throw unauthenticated('this needs a key');
    const key = await this.ring.find(text, new Date());
    if (key === undefined) throw unauthenticated('this key is unknown, expired or revoked');
    if (key.requestsPerMinute !== null) await this.limits.take(key.id, key.requestsPerMinute);
    return callerWith(key);
  }
}

function callerWith({ id, name, roles, tasks }: StoredKey): Caller {
  return { keyId: id, name, roles: new Set(roles), tasks: tasks && new Set(tasks) };
}

function keyTextOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-api-key'];
  return bearer ?? (typeof own === 'string' ? own.trim() : undefined);
}

/** Never says the key: what a client sends by mistake may be another's secret. */
function unauthenticated(what: string): ApiError {
  return new ApiError(
    401,
    'invalid_api_key',
    `${what}: send "Authorization: Bearer purser_…" with a key that an admin made`,
    null,
    { 'www-authenticate': 'Bearer' },
  );
}

function forbidden({ roles }: Caller, access: Access): ApiError {
  const has = [...roles].join(', ');
  return new ApiError(
    403,
    'role_missing',
    `this needs a key with the role ${access}; this one has ${has}`,
  );
}
