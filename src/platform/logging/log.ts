import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.js';

export type Log = Logger;

/** The only fields that a log line may have: never a body, a query string, an address, an e-mail, a name or a token. */
export const loggedFields = [
  'method',
  'route',
  'status',
  'ms',
  'requestId',
  'traceId',
  'aborted',
  'incident',
  'fault',
  'words',
  'code',
  'sqlState',
  'places',
  'context',
  'job',
  'event',
  'attempt',
  'count',
  'signal',
  'port',
  'check',
] as const;

const allowed = new Set<string>(loggedFields);

/** The process's structured log, written off the request's path. Tests hear about faults only. */
export function createLog(
  config: Pick<Config, 'LOG_LEVEL'>,
  destination: DestinationStream = config.LOG_LEVEL === 'silent' ? nowhere : asynchronous(),
): Log {
  return pino(
    {
      level: process.env.NODE_ENV === 'test' && config.LOG_LEVEL !== 'silent' ? 'error' : config.LOG_LEVEL,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: onlyAllowed },
    },
    destination,
  );
}

/** Bytes of the log that wait to be written; what comes beyond is lost. */
const mostUnwritten = 4 * 1024 * 1024;

/** A log that says nothing needs no stream, whose timer would live as long as the process. */
const nowhere: DestinationStream = { write: () => undefined };

function asynchronous(): DestinationStream {
  const destination = pino.destination({ sync: false, minLength: 4096, periodicFlush: 500, maxLength: mostUnwritten });
  // A full disk, or nobody at the other end: the college goes on without its log, which goes on when it can be written.
  destination.on('error', () => undefined);
  process.once('exit', () => {
    try {
      destination.flushSync();
    } catch {
      // The stream never opened: there is nothing to flush.
    }
  });
  return destination;
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)));
}
