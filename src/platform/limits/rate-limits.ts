import {
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tooManyRequests } from '../errors/platform.refusals.js';
import { networkOf } from './address.js';
import { FamiliarNetworks } from './familiar-networks.js';
import { LimitedSignIns } from './limited-sign-ins.js';
import { rates, type CountedBy, type Rate, type RateName } from './rates.js';

const limitedBy = 'limits:rates';

/** Bounds how often this route may be called, e.g. `@Limited('sign-in')`. */
export const Limited = (...names: RateName[]) => SetMetadata(limitedBy, names);

/** Callers fall into so many counters per rate: memory stays bounded, and nothing that names a person is kept. */
const counters = 2 ** 16;

/** Counts requests in this process. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly secret = randomBytes(32);
  private readonly limiters = new Map<Rate, RateLimiterMemory>();

  /** Counts one request; the result says what is left in this bucket, or that it is empty. */
  async count(rate: Rate, caller: string): Promise<{ allowed: boolean; left: number; seconds: number }> {
    try {
      const result = await this.limiterFor(rate).consume(this.counterOf(caller));
      return { allowed: true, left: result.remainingPoints, seconds: inSeconds(result) };
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return { allowed: false, left: 0, seconds: inSeconds(refused) };
      throw refused;
    }
  }

  /**
   * Starts all counts anew. Each count has a timer of its own, which would hold it, and all that it knows, for up to a
   * day.
   */
  forget(): void {
    for (const limiter of this.limiters.values()) {
      for (const { key } of limiter.dump().storage) void limiter.delete(key);
    }
    this.limiters.clear();
  }

  onApplicationShutdown(): void {
    this.forget();
  }

  private limiterFor(rate: Rate): RateLimiterMemory {
    const known = this.limiters.get(rate);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: rate.times, duration: rate.seconds });
    this.limiters.set(rate, limiter);
    return limiter;
  }

  private counterOf(caller: string): number {
    return createHmac('sha256', this.secret).update(caller).digest().readUInt32BE(0) % counters;
  }
}

/** Applies `@Limited`. It stands after the access guard, which says who asks. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly familiarNetworks: FamiliarNetworks,
    private readonly limitedSignIns: LimitedSignIns,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const names = this.reflector.get<RateName[] | undefined>(limitedBy, context.getHandler());
    return names === undefined || this.applyAll(names, context);
  }

  private async applyAll(names: RateName[], context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    for (const name of names)
      await this.apply(name, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }

  private async apply(name: RateName, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    let least: { times: number; per: number; left: number; seconds: number } | undefined;
    for (const rate of rates[name]) {
      const caller = await this.callerOf(rate.by, request);
      if (caller === undefined) continue;
      const { allowed, left, seconds } = await this.limits.count(rate, `${rate.by}:${caller}`);
      // What is left of an account's tries would tell a stranger that somebody else uses it.
      if (allowed && rate.by === 'account') continue;
      if (!least || left < least.left || !allowed) least = { times: rate.times, per: rate.seconds, left, seconds };
      reply.header('ratelimit-policy', `"${name}";q=${least.times};w=${least.per}`);
      reply.header('ratelimit', `"${name}";r=${least.left};t=${least.seconds}`);
      if (allowed) continue;
      if (name === 'sign-in' && rate.by === 'account')
        await this.limitedSignIns.noteLimited(emailIn(request.body) ?? '');
      throw tooManyRequests(seconds);
    }
  }

  private async callerOf(by: CountedBy, request: FastifyRequest): Promise<string | undefined> {
    switch (by) {
      case 'person':
        return request.actor?.personId ?? networkOf(request.ip);
      case 'address':
        return networkOf(request.ip);
      case 'link':
        return request.url.split('?', 1)[0];
      case 'account':
        return this.accountAt(emailIn(request.body), networkOf(request.ip));
    }
  }

  /**
   * Strangers to an account share one counter; a network from which it was used lately has its own, so that they cannot
   * lock its owner out.
   */
  private async accountAt(account: string | undefined, network: string): Promise<string | undefined> {
    if (account === undefined) return undefined;
    return (await this.familiarNetworks.includes(account, network)) ? `${account} at ${network}` : account;
  }
}

function emailIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('email' in body) || typeof body.email !== 'string')
    return undefined;
  return body.email.trim().normalize('NFC').toLowerCase();
}

function inSeconds({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
