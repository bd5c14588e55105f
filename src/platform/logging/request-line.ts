import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from './request-id.js';
import type { Log } from './log.js';

/** One line for each answered request: the route's pattern, never the address that was asked for. */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    writeRequestLine(log, request, reply);
    done();
  });
}

export function writeRequestLine(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  // An id in such a line would lead from a person's other requests to this one.
  if (request.routeOptions.config?.confidential)
    return log.info({ route: 'confidential', status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
  const traceId = traceIdOf(request);
  log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      requestId: request.id,
      ...(traceId !== undefined && { traceId }),
      ...(!reply.raw.writableFinished && { aborted: true }),
    },
    'request',
  );
}
