import type { ConnectionError } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { frameworkRefusal } from '../errors/framework-faults.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { problemOf } from '../errors/problem.js';
import { refuse } from '../errors/refusal.js';

/**
 * Node could not make a request of what arrived (odd headers, too slow): there is no request yet, so the answer is
 * written by hand.
 */
export function answerBrokenConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Half of an answer may be out already; an earlier one on the same connection does not count.
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!socket.writable || answer?.headersSent) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const problem = problemOf(frameworkRefusal(error) ?? refuse(platformRefusals.bad_request), requestId);
  const text = JSON.stringify(problem.body);
  const headers = {
    ...problem.headers,
    'x-request-id': requestId,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${text}`);
}

/** Ends a request that comes in more slowly than there is room for, in the words of one that took too long. */
export function answerTooSlow(socket: Socket): void {
  answerBrokenConnection(
    Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }) as ConnectionError,
    socket,
  );
}
