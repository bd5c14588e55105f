import acceptHeader from '@fastify/accepts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Config, prefix } from '../platform/config.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { type AppError, refuse } from '../platform/errors/refusal.js';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { Readiness } from '../platform/health/readiness.js';
import { Crowd, type CrowdBounds } from '../platform/limits/crowd.js';
import { Door } from '../platform/limits/door.js';
import { createLog, type Log } from '../platform/logging/log.js';
import { NestLogger } from '../platform/logging/nest-logger.js';
import { logRequests, writeRequestLine } from '../platform/logging/request-line.js';
import { serveDocument } from '../platform/openapi/document.js';
import { answerTooSlow } from '../platform/http/broken-connection.js';
import { CursorGuard } from '../platform/http/bound-cursor.js';
import { EdgeAdapter } from '../platform/http/adapter.js';
import { AllowedMethods } from '../platform/http/allowed-methods.js';
import { tagAnswers } from '../platform/http/etag.js';
import { KnownInputGuard } from '../platform/http/known-input.guard.js';
import { checkUrl } from '../platform/http/url-guard.js';
import { DtoPipe } from '../platform/http/dto.pipe.js';
import { CrossOrigin } from './cross-origin.js';
import { rememberRules } from '../platform/http/remembered-rules.js';

/** Addresses outside /api/v1. */
export const rootPaths = ['health/live', 'health/ready', 'metrics', '.well-known/jwks.json'];

export interface HttpSettings {
  log?: Log;
  /** Instead of the usual bounds of a crowd. */
  crowd?: Partial<CrowdBounds>;
  /** Bodies that may be coming in at the same time. */
  unreadBodies?: number;
}

/** Everything between the socket and a controller. Call it once, before `app.init()` or `app.listen()`. */
export function configureHttp(app: NestFastifyApplication, config: Config, settings: HttpSettings = {}): void {
  const { log = createLog(config), crowd = {}, unreadBodies = 512 } = settings;
  app.useLogger(new NestLogger(log));
  app.setGlobalPrefix(prefix, { exclude: rootPaths });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalGuards(new KnownInputGuard(), new CursorGuard());
  rememberRules();
  app.useGlobalPipes(new DtoPipe());
  secure(app);
  const crossOrigin = new CrossOrigin(config);
  crossOrigin.apply(app);

  const adapter = app.getHttpAdapter();
  const fastify: FastifyInstance = adapter.getInstance();
  const readiness = app.get(Readiness, { strict: false });
  const everybody = app.get(Crowd, { strict: false });
  everybody.bounds = { ...everybody.bounds, ...crowd };
  const headersFor = (request: IncomingMessage): OutgoingHttpHeaders => ({
    ...(adapter instanceof EdgeAdapter && adapter.protectionOf(request)),
    ...crossOrigin.headersFor(request),
    ...(readiness.isDraining && { connection: 'close' }),
  });
  const hops = config.TRUSTED_PROXY_HOPS;
  new Door(everybody, { hops, unreadBodies, headersFor, cut: answerTooSlow }).guard(fastify);
  void fastify.register(acceptHeader);
  identify(fastify);
  logRequests(fastify, log);
  const methods = new AllowedMethods(fastify);
  answerOptions(fastify, methods, crossOrigin);
  if (adapter instanceof EdgeAdapter) adapter.onBadAddress = (reply) => writeRequestLine(log, reply.request, reply);
  checkRequests(fastify, methods);
  tagAnswers(fastify);
  // Whoever expects what nobody knows gets an answer all the same; Node would refuse with 417 and no words.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  closeWhenDraining(fastify, readiness);
  serveDocument(app, config);
}

function secure(app: NestFastifyApplication): void {
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // These speak to pages with scripts, plug-ins or browsers of the past; the answers here are data.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

function identify(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onSend', (request: FastifyRequest, reply, payload, done) => {
    if (request.actor?.call.replayed) reply.header('idempotency-replayed', 'true');
    done(null, payload);
  });
}

/** What can be refused before the body is read. */
function checkRequests(fastify: FastifyInstance, methods: AllowedMethods): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    checkUrl(request.raw.url ?? '', request.query);
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return done(refuse(platformRefusals.unsupported_media_type));
    done(request.is404 ? unmatched(request, methods) : undefined);
  });
}

/** Preflights got their fields before; any other OPTIONS is a method that no address takes. */
function answerOptions(fastify: FastifyInstance, methods: AllowedMethods, crossOrigin: CrossOrigin): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done();
    if (!crossOrigin.isPreflight(request.raw)) return done(unmatched(request, methods));
    void reply.code(204).header('content-length', '0').send();
  });
}

function unmatched(request: FastifyRequest, methods: AllowedMethods): AppError {
  const allow = methods.for(request.raw.url ?? '').join(', ');
  return allow === ''
    ? refuse(platformRefusals.not_found)
    : refuse(platformRefusals.method_not_allowed, { values: { allow }, headers: { allow } });
}

/** Clients with an open connection go elsewhere before this process is gone. */
function closeWhenDraining(fastify: FastifyInstance, readiness: Readiness): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (readiness.isDraining) reply.header('connection', 'close');
    done(null, payload);
  });
}
