import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ConnectionCut } from './connection-cut.js';
import { OpenAiError, openAiErrorBody } from './openai-error.js';

/** Answers every error in OpenAI's shape, and cuts the connection where that is asked for. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof ConnectionCut) {
      reply.hijack();
      reply.raw.destroy();
    } else if (error instanceof OpenAiError) {
      void reply.status(error.status).headers(error.headers).send(error.body);
    } else {
      const status = statusOf(error);
      void reply.status(status).send(openAiErrorBody(status, messageOf(error), null));
    }
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
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
