import type { LoggerService } from '@nestjs/common';
import { isError } from '../errors/is-error.js';
import { describeFault } from './faults.js';
import type { Log } from './log.js';

/** Lets Nest's own Logger write to the structured log. Objects are not written: they may hold anything. */
export class NestLogger implements LoggerService {
  constructor(private readonly root: Log) {}

  /** The framework's own news (every mapped route) matter only to whoever looks for them. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const error = [message, ...rest].find(isError);
    const fields = { ...(typeof context === 'string' && { context }), ...(error && describeFault(error)) };
    this.root[level](fields, typeof message === 'string' ? message : 'fault');
  }
}
