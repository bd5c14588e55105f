import type { FastifyInstance, FastifyReply } from 'fastify';
import { platformRefusals, tooManyRequests } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

const mostPerPerson = 16;
const byPerson = new Map<string, number>();

/**
 * Beyond so many requests at once, new ones are turned away at once instead of making everybody wait. Health and
 * figures stay reachable.
 */
export function boundInFlight(fastify: FastifyInstance, most: number): void {
  let running = 0;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/health/') || request.url === '/metrics') return done();
    if (running >= most) return done(refuse(platformRefusals.busy, { retryAfter: 1 }));
    running++;
    // A response closes once. `on` and not `once`: taking a listener away keeps each response in memory until the next
    // large collection.
    reply.raw.on('close', () => {
      running--;
    });
    done();
  });
}

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
