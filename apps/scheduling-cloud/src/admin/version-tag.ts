import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { tagOf } from '../http/entity-tag.js';

/** The header of OpenAPI's description. */
export const IF_MATCH = { name: 'If-Match', required: true, example: '"1"' };

/** Sends the version of what is answered, where it has one, as its ETag. */
@Injectable()
export class VersionTag implements NestInterceptor<object, object> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((view) => {
        if (!('version' in view) || typeof view.version !== 'number') return;
        void reply.headers({ etag: tagOf(view.version), 'cache-control': 'no-store' });
      }),
    );
  }
}
