import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { tooManyRequests } from '../errors/platform.refusals.js';

const mostPerPerson = 16;
/** For what is never answered. */
const longestWorkMs = 30_000;
const byPerson = new Map<string, number>();

const leaving = new WeakMap<ServerResponse, () => void>();

/** One person's share; called once the person is known. */
export function boundPerson(personId: string, { raw }: Pick<FastifyReply, 'raw'>): void {
  const running = byPerson.get(personId) ?? 0;
  if (running >= mostPerPerson) throw tooManyRequests(1);
  byPerson.set(personId, running + 1);
  leaving.set(raw, () => {
    leaving.delete(raw);
    const left = (byPerson.get(personId) ?? 1) - 1;
    if (left === 0) byPerson.delete(personId);
    else byPerson.set(personId, left);
  });
  // Whoever hangs up before the answer counts until it is made.
  raw.on('close', () => {
    if (raw.headersSent) answeredPerson(raw);
    else setTimeout(() => answeredPerson(raw), longestWorkMs).unref();
  });
}

/** The answer is made; a queued one would not even say that it closed. */
export const answeredPerson = (response: ServerResponse): void => leaving.get(response)?.();
