import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, Doer, Role } from '../actor.js';

/** The half of access that a route declares; the other half is the row's policy. */
export type RouteAccess = 'public' | 'signed-in' | readonly Role[];
export const ROUTE_ACCESS = 'access:route';

/** Anyone may call this route. */
export const Public = () => SetMetadata(ROUTE_ACCESS, 'public' satisfies RouteAccess);

/** Anyone who is signed in may call this route. */
export const SignedIn = () => SetMetadata(ROUTE_ACCESS, 'signed-in' satisfies RouteAccess);

/** Only people with one of these roles may call this route; everyone else gets 403. */
export const Only = (...allowed: Role[]) => SetMetadata(ROUTE_ACCESS, allowed satisfies RouteAccess);

export const BEFORE_SECOND_FACTOR = 'access:before-second-factor';

/** Staff may call this route before they use a second factor, because it leads there. */
export const BeforeSecondFactor = () => SetMetadata(BEFORE_SECOND_FACTOR, true);

export const CLOSED_AFTER_CARD = 'access:closed-after-card';

/**
 * A sign-in by the password of a card may not call this route while what was written before is closed to it (BR-188).
 * Each other route says in `test/access/after-card.ts` why it stays open.
 */
export const ClosedAfterCard = () => SetMetadata(CLOSED_AFTER_CARD, true);

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the access guard. */
    actor?: Actor;
  }
}

/** The signed-in person. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Error('A public route has no actor: use @Visitor()');
  return actor;
});

/** Whoever calls a public route. */
export const Visitor = createParamDecorator((_: unknown, context: ExecutionContext): Doer => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { personId: null, call: { requestId: request.id } };
});
