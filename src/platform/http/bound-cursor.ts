import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

const markLength = 8;

/** Whatever these say, it is the same list. */
const sayNothing = ['cursor', 'limit', 'total'];

/** The cursor as it is sent: it is good for whoever got it, in the same list with the same filters, alone. */
export const boundCursor = (cursor: string, request: FastifyRequest): string => `${cursor}${markOf(cursor, request)}`;

/** Takes the mark off a cursor in a query or body, and refuses that of another reader or list: 400 `invalid_cursor`. */
export class CursorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    for (const given of [request.query, request.body]) {
      if (!holdsCursor(given)) continue;
      const cursor = given.cursor.trim();
      const inner = cursor.slice(0, -markLength);
      if (cursor.slice(-markLength) !== markOf(inner, request)) throw refuse(platformRefusals.invalid_cursor);
      given.cursor = inner;
    }
    return true;
  }
}

function markOf(cursor: string, { actor, url }: FastifyRequest): string {
  const [path = '', search] = url.split('?', 2);
  const filters = [...new URLSearchParams(search)].filter(([name]) => !sayNothing.includes(name)).sort();
  const what = JSON.stringify([actor?.personId, path, filters, cursor]);
  return hash('sha256', what, 'base64url').slice(0, markLength);
}

function holdsCursor(given: unknown): given is { cursor: string } {
  return typeof given === 'object' && given !== null && 'cursor' in given && typeof given.cursor === 'string';
}
