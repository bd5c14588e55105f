import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { refuse } from '../errors/refusal.js';
import { isLackOfRights } from '../errors/database-faults.js';
import { isStorageFault } from '../errors/storage-faults.js';
import { describeFault } from '../logging/faults.js';
import type { Log } from '../logging/log.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { problemOf, refusalOf } from '../errors/problem.js';

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (isLackOfRights(error))
      this.log.error(
        whereOf(request),
        'the API lacks a right in the database: see that its role has what a start gives it, or start a process again',
      );
    const refusal = refusalOf(error, request.routeOptions.bodyLimit) ?? this.unexpected(error, request);
    // Only a person can mend it, and the answer does not say what it is.
    if (isStorageFault(error)) this.log.error(describeFault(error), 'nothing can be written: no room, or a disk fault');
    if (reply.raw.headersSent) {
      // Half of an answer is out already; cutting the connection is the only way left to say that it failed.
      reply.raw.destroy();
      return;
    }
    const problem = problemOf(refusal, request.id, request);
    void reply.code(problem.status).headers(problem.headers).send(JSON.stringify(problem.body));
  }

  private unexpected(error: unknown, request: FastifyRequest) {
    const incident = randomUUID();
    this.log.error({ incident, ...whereOf(request), ...describeFault(error) }, 'unexpected fault');
    return refuse(platformRefusals.unexpected, { extensions: { incident } });
  }
}

/** The id of a confidential request would lead from a person's other requests to this one. */
const whereOf = (request: FastifyRequest) =>
  request.routeOptions.config?.confidential
    ? { route: 'confidential' }
    : { requestId: request.id, route: request.routeOptions.url };
