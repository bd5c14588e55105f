import acceptHeader from '@fastify/accepts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';
import { Config, prefix } from '../platform/config.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { type AppError, refuse } from '../platform/errors/refusal.js';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { Readiness } from '../platform/health/readiness.js';
import { BusyAnswer } from '../platform/limits/busy-answer.js';
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
  secure(app, config);

  const adapter = app.getHttpAdapter();
  const fastify: FastifyInstance = adapter.getInstance();
  const readiness = app.get(Readiness, { strict: false });
  const busy = new BusyAnswer((request) => ({
    ...(adapter instanceof EdgeAdapter && adapter.protectionOf(request)),
    ...crossOriginHeaders(request.headers.origin, config),
    ...(readiness.isDraining && { connection: 'close' }),
  }));
  const everybody = app.get(Crowd, { strict: false });
  everybody.bounds = { ...everybody.bounds, ...crowd };
  new Door(everybody, busy, { hops: config.TRUSTED_PROXY_HOPS, unreadBodies, cut: answerTooSlow }).guard(fastify);
  void fastify.register(acceptHeader);
  identify(fastify);
  logRequests(fastify, log);
  const methods = new AllowedMethods(fastify);
  answerOptions(fastify, methods, config);
  if (adapter instanceof EdgeAdapter) adapter.onBadAddress = (reply) => writeRequestLine(log, reply.request, reply);
  checkRequests(fastify, methods);
  tagAnswers(fastify);
  // Whoever expects what nobody knows gets an answer all the same; Node would refuse with 417 and no words.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  closeWhenDraining(fastify, readiness);
  serveDocument(app, config);
}

const exposedHeaders = [
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'Idempotency-Replayed',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
];

/** What pages of other origins get with every answer, as Fastify would say it. */
const crossOriginHeaders = (origin: string | undefined, { corsOrigins }: Config): OutgoingHttpHeaders =>
  corsOrigins.length === 0
    ? {}
    : {
        vary: 'Origin',
        ...(origin !== undefined && corsOrigins.includes(origin) && { 'access-control-allow-origin': origin }),
        'access-control-expose-headers': exposedHeaders.join(', '),
      };

function secure(app: NestFastifyApplication, config: Config): void {
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
  if (config.corsOrigins.length === 0) return;
  app.enableCors({
    origin: config.corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Accept-Language',
      'If-Match',
      'If-None-Match',
      'Idempotency-Key',
      'X-Request-Id',
      'traceparent',
    ],
    exposedHeaders,
    maxAge: 600,
    // `answerOptions` ends them.
    preflightContinue: true,
    strictPreflight: false,
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

/** Preflights of known origins got their fields before; any other OPTIONS is a method that no address takes. */
function answerOptions(fastify: FastifyInstance, methods: AllowedMethods, { corsOrigins }: Config): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done();
    const { origin, 'access-control-request-method': asked } = request.headers;
    const isPreflight = corsOrigins.length > 0 && origin !== undefined && asked !== undefined;
    if (!isPreflight) return done(unmatched(request, methods));
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
