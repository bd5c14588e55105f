import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { Config } from '../config.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { boundPerson } from '../limits/in-flight.js';
import { type Disclosure, DISCLOSES } from '../disclosure/personal-record.js';
import { KeyFolder } from '../keys/key-folder.js';
import { DisclosureLogService } from '../disclosure/disclosure-log.service.js';
import { closedAfterCard } from './after-card.js';
import { BEFORE_SECOND_FACTOR, CLOSED_AFTER_CARD, ROUTE_ACCESS, type RouteAccess } from './access.decorators.js';
import { type Actor, is, longestRetryKey } from '../actor.js';
import { lacksFactor } from './second-factor.rules.js';
import { bearerTokenIn, RememberedTokens, type TokenHolder } from './remembered-tokens.js';

/** Default deny: a route without a declared access is refused here, and at start-up already. */
@Injectable()
export class AccessGuard extends AuthGuard('bearer') {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: Config,
    private readonly disclosureLog: DisclosureLogService,
    private readonly remembered: RememberedTokens,
    private readonly keyFolder: KeyFolder,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access === undefined) throw refuse(platformRefusals.forbidden);
    if (access === 'public') return true;
    const holder = this.lately(context);
    return holder
      ? this.admit(context, access, holder)
      : this.checked(context).then((found) => this.admit(context, access, found));
  }

  /** Asking passport each time would double what a request costs besides its own work. */
  private lately(context: ExecutionContext): TokenHolder | undefined {
    const token = bearerTokenIn(context.switchToHttp().getRequest<FastifyRequest>().headers);
    return token === undefined ? undefined : this.remembered.holderOf(token);
  }

  private async checked(context: ExecutionContext): Promise<TokenHolder> {
    await super.canActivate(context);
    return context.switchToHttp().getRequest<{ user: TokenHolder }>().user;
  }

  private admit(
    context: ExecutionContext,
    access: Exclude<RouteAccess, 'public'>,
    holder: TokenHolder,
  ): boolean | Promise<boolean> {
    const place = boundPerson(holder.personId, context.switchToHttp().getResponse<FastifyReply>());
    return place ? place.then(() => this.called(context, access, holder)) : this.called(context, access, holder);
  }

  private called(
    context: ExecutionContext,
    access: Exclude<RouteAccess, 'public'>,
    holder: TokenHolder,
  ): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { id: requestId, method, url: path } = request;
    const key = retryKeyOf(request);
    if (key === undefined) return this.letIn(context, access, { ...holder, call: { requestId } });
    return this.keyFolder.secretFor('retries').then((secret) => {
      const retryKey = { key, method, path, fingerprint: fingerprintOf(request, secret) };
      return this.letIn(context, access, { ...holder, call: { requestId, retryKey } });
    });
  }

  private letIn(
    context: ExecutionContext,
    access: Exclude<RouteAccess, 'public'>,
    actor: Actor,
  ): boolean | Promise<boolean> {
    context.switchToHttp().getRequest<FastifyRequest>().actor = actor;
    if (lacksFactor(this.config, actor) && !this.reflector.get(BEFORE_SECOND_FACTOR, context.getHandler()))
      throw refuse(platformRefusals.second_factor_required);
    if (actor.afterCard && (access !== 'signed-in' || this.reflector.get(CLOSED_AFTER_CARD, context.getHandler())))
      throw closedAfterCard(actor.afterCard);
    return access === 'signed-in' || is(actor, ...access) || this.turnedAway(context);
  }

  private async turnedAway(context: ExecutionContext): Promise<never> {
    const refusal = refuse(platformRefusals.forbidden);
    const disclosure = this.reflector.get<Disclosure | undefined>(DISCLOSES, context.getHandler());
    if (disclosure)
      await this.disclosureLog.refusedWith(refusal, context.switchToHttp().getRequest<FastifyRequest>(), disclosure);
    throw refusal;
  }

  override handleRequest<T>(failure: Error | null, holder: T | false): T {
    if (failure) throw failure;
    if (!holder) throw refuse(platformRefusals.not_signed_in);
    return holder;
  }
}

function retryKeyOf({ method, headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || key.length > longestRetryKey || !/^[\x21-\x7e]+$/.test(key))
    throw refuse(platformRefusals.idempotency_key_invalid, { values: { most: longestRetryKey } });
  return key;
}

/** Of a body; without the secret, which is not in the database, nobody can try guesses against it. */
const fingerprintOf = ({ body }: FastifyRequest, secret: Buffer): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify(body instanceof Readable ? null : (body ?? null)))
    .digest('hex');
