import type { FastifyReply } from 'fastify';
import { tooManyRequests } from '../errors/platform.refusals.js';

const mostPerPerson = 16;
const byPerson = new Map<string, number>();

/** One person's share; called once the person is known. */
export function boundPerson(personId: string, reply: Pick<FastifyReply, 'raw'>): void {
  const running = byPerson.get(personId) ?? 0;
  if (running >= mostPerPerson) throw tooManyRequests(1);
  byPerson.set(personId, running + 1);
  reply.raw.on('close', () => {
    const left = (byPerson.get(personId) ?? 1) - 1;
    if (left === 0) byPerson.delete(personId);
    else byPerson.set(personId, left);
  });
}
