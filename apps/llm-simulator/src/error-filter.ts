import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { anthropicErrorBody } from './anthropic/message.js';
import { ConnectionCut } from './connection-cut.js';
import { googleErrorBody } from './google/generated-content.js';
import { Refusal, openAiErrorBody } from './refusal.js';

/** Answers every error in its protocol's shape, and cuts the connection where that is asked for. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { url } = host.switchToHttp().getRequest<FastifyRequest>();
    if (error instanceof ConnectionCut) {
      reply.hijack();
      reply.raw.destroy();
    } else {
      const status = statusOf(error);
      const headers = error instanceof Refusal ? error.headers : {};
      void reply
        .status(status)
        .headers(headers)
        .send(bodyOf(url, status, error));
    }
  }
}

function bodyOf(url: string, status: number, error: unknown): object {
  const message = messageOf(error);
  if (url.startsWith('/v1/messages')) return anthropicErrorBody(status, message);
  if (url.startsWith('/v1beta/')) return googleErrorBody(status, message);
  return openAiErrorBody(status, message, error instanceof Refusal ? error.code : null);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Refusal) return error.status;
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function messageOf(error: unknown): string {
  if (!(error instanceof HttpException)) return error instanceof Error ? error.message : 'error';
  const response = error.getResponse();
  const { message } = typeof response === 'string' ? { message: response } : (response as Said);
  return Array.isArray(message) ? message.join('; ') : (message ?? error.message);
}

interface Said {
  readonly message?: string | string[];
}
