import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { platformRefusals, tooManyRequests } from '../errors/platform.refusals.js';
import { type AppError, refuse } from '../errors/refusal.js';
import { forwardedNetwork } from './address.js';
import type { Caller, Crowd, TurnedAway } from './crowd.js';
import { answeredPerson, atOnce } from './in-flight.js';
import { UnreadBodies } from './unread-bodies.js';
import { WrittenRefusal } from './written-refusal.js';

export interface DoorSettings {
  /** Reverse proxies in front whose X-Forwarded-For is believed. */
  hops: number;
  /** Bodies that may be coming in at the same time. */
  unreadBodies: number;
  /** The header fields that all answers have. */
  headersFor: (request: IncomingMessage) => OutgoingHttpHeaders;
  /** Ends a request that comes in too slowly. */
  cut: (socket: Socket) => void;
}

const refusalAfterMs = 100;

const refusals: Record<TurnedAway, () => AppError> = {
  busy: () => refuse(platformRefusals.busy, { retryAfter: 1 }),
  'own share': () => tooManyRequests(atOnce, 1),
};

/** No work takes as long; for what is never answered. */
const longestWorkMs = 30_000;

/**
 * Where a request carries its visit. In a WeakMap it would do the same, and stay, with its answer, until the next large
 * collection: small ones keep what a WeakMap leads to, and a visit leads back to its request.
 */
const visiting = Symbol('visit');

interface Visitor extends IncomingMessage {
  [visiting]?: Visit;
}

/** A request that came in: whose it is, and what it holds now. */
interface Visit {
  caller: Caller;
  /** Gives back what it holds: its place, or the room for its body. */
  leave: () => void;
  /** Whether its body has still to be read before it asks for a place. */
  isUnread: boolean;
  /** Whether it is worked on: then it counts until its answer is made, also where nobody waits for that any more. */
  isAtWork: boolean;
  /** Whether it is answered, or was given up before it began. */
  isOver: boolean;
}

/**
 * Where a request asks for its place in the crowd: at once when it has no body, and otherwise once the body was read. A
 * file that is sent is taken in while it comes, and counts from its end. A place is held until the answer is made, not
 * until it has been taken: whoever sends or reads slowly keeps nobody out.
 */
export class Door {
  private readonly bodies: UnreadBodies;
  private readonly written: Record<TurnedAway, WrittenRefusal>;

  constructor(
    private readonly crowd: Crowd,
    private readonly settings: DoorSettings,
  ) {
    this.bodies = new UnreadBodies(settings.unreadBodies);
    this.written = {
      busy: new WrittenRefusal(refusals.busy(), settings.headersFor),
      'own share': new WrittenRefusal(refusals['own share'](), settings.headersFor),
    };
  }

  /**
   * Stands before Fastify's listener: whoever is turned away there costs neither hooks nor a line in the log. What comes
   * in by another way (a second address of `localhost`) meets the door in the first hook.
   */
  guard(fastify: FastifyInstance): void {
    const { server } = fastify;
    const [serve] = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    if (!serve) throw new Error('Nobody serves requests yet');
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      this.admit(request, response, () => {
        serve.call(server, request, response);
        // An address that nobody can read is refused before any hook; of a queued answer nobody hears that it closed.
        if (response.writableEnded) end(visitOf(request));
      });
    });
    fastify.addHook('onRequest', (request, reply, done) => {
      if (visitOf(request.raw)) return done();
      this.admit(request.raw, reply.raw, done, () => void reply.hijack());
    });
    fastify.addHook('preValidation', (request, _reply, done) => {
      const visit = visitOf(request.raw);
      if (!visit?.isUnread) return done();
      if (request.body instanceof Readable) this.whenSent(request.raw, visit);
      else return this.afterBody(visit, done);
      done();
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      end(visitOf(request.raw));
      // What is still being read while it is sent counts for its person until its end.
      if (!(payload instanceof Readable)) answeredPerson(reply.raw);
      else if (reply.raw.socket === null)
        // It waits behind another answer of its connection, and would not say that it closed.
        request.raw.socket.once('close', () => {
          payload.destroy();
          answeredPerson(reply.raw);
        });
      done(null, payload);
    });
  }

  private admit(request: Visitor, response: ServerResponse, go: () => void, beforeRefusal?: () => void): void {
    if (isUncounted(request)) return go();
    const caller: Caller = {
      network: forwardedNetwork(request, this.settings.hops),
      token: request.headers.authorization ?? '',
    };
    const refuseNow = (why: TurnedAway) => {
      beforeRefusal?.();
      // Whoever asks again at once would take the time that good answers need.
      setTimeout(() => {
        if (!response.destroyed) this.written[why].send(request, response);
      }, refusalAfterMs);
    };
    const visit: Visit = { caller, leave: () => undefined, isUnread: hasBody(request), isAtWork: false, isOver: false };
    request[visiting] = visit;
    // A response closes once. `on` and not `once`: taking a listener away keeps each response in memory until the next
    // large collection.
    response.on('close', () => {
      if (!visit.isAtWork) end(visit);
      else if (!visit.isOver) setTimeout(() => end(visit), longestWorkMs).unref();
    });
    if (!visit.isUnread) {
      const begin = () => {
        visit.isAtWork = true;
        go();
      };
      hold(visit, this.crowd.enter(caller, begin, refuseNow));
      return;
    }
    const why = this.crowd.closedTo(caller);
    const leave = why ? undefined : this.bodies.enter(caller.network, () => this.settings.cut(request.socket));
    if (leave) {
      visit.leave = leave;
      request.on('close', leave);
      go();
    } else {
      this.crowd.turnedAwayAtTheDoor();
      refuseNow(why ?? 'busy');
    }
  }

  private afterBody(visit: Visit, done: (refusal?: Error) => void): void {
    visit.leave();
    visit.isUnread = false;
    if (visit.isOver) return done(refuse(platformRefusals.request_timeout));
    const refuseNow = (why: TurnedAway) => done(refusals[why]());
    const begin = () => {
      visit.isAtWork = true;
      done();
    };
    hold(visit, this.crowd.enter(visit.caller, begin, refuseNow));
  }

  private whenSent(request: IncomingMessage, visit: Visit): void {
    request.once('end', () => {
      visit.leave();
      visit.isAtWork = !visit.isOver;
      hold(visit, this.crowd.takeAnyway(visit.caller));
    });
  }
}

const visitOf = (request: Visitor): Visit | undefined => request[visiting];

/** It may be answered, or gone, by the time that it holds something. */
function hold(visit: Visit, leave: () => void): void {
  if (visit.isOver) leave();
  else visit.leave = leave;
}

function end(visit: Visit | undefined): void {
  if (!visit || visit.isOver) return;
  visit.isOver = true;
  visit.leave();
}

/** Whether it runs and how it does is told even to a crowd; what a browser asks before it asks costs nothing. */
const isUncounted = ({ url = '', method }: IncomingMessage): boolean =>
  url.startsWith('/health/') || url === '/metrics' || method === 'OPTIONS';

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
