import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { OperationsEnvironment } from './environment.js';

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'log', 'debug'];

/** What Nest itself has to say of its start is for those who look for a fault in it. */
const OF_NEST = /^(InstanceLoader|NestApplication|NestFactory|RouterExplorer|RoutesResolver)$/;

/** Where PostgreSQL's errors repeat the values of a row, and so what users have asked. */
const MAY_QUOTE = ['detail', 'where', 'hint', 'parameters', 'query'];

/**
 * The lines that a process writes: errors and warnings on stderr, the rest on stdout. Give fields
 * after the message, as in `logger.warn('not sent', { round_id })`: they stand beside it.
 */
export class Log extends ConsoleLogger {
  constructor(
    { LOG_LEVEL, LOG_FORMAT }: Pick<OperationsEnvironment, 'LOG_LEVEL' | 'LOG_FORMAT'>,
    isTerminal: boolean,
  ) {
    super({
      json: (LOG_FORMAT ?? (isTerminal ? 'text' : 'json')) === 'json',
      logLevels: LEVELS.slice(0, LEVELS.indexOf(LOG_LEVEL) + 1),
      prefix: 'purser',
      colors: isTerminal,
      compact: true,
      structuredParams: true,
      flattenParams: true,
      redact: MAY_QUOTE,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && OF_NEST.test(context)) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  protected override printMessages(
    ...[messages, context, level, stream, ...rest]: Parameters<ConsoleLogger['printMessages']>
  ): void {
    const isTrouble = level === 'error' || level === 'warn';
    super.printMessages(messages, context, level, isTrouble ? 'stderr' : stream, ...rest);
  }
}
