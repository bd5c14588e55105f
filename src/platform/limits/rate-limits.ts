import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config.js';
import { limitHeaders, tooManyRequests } from '../errors/platform.refusals.js';
import { limitRefusals } from '../logging/tallies.js';
import { deviceTokenIn } from './device-token.js';
import { accountNamed } from '../text/email-address.rules.js';
import { countedNetwork } from './address.js';
import { BeyondLimitInterceptor } from './beyond-limit.interceptor.js';
import { KnownDevices } from './known-devices.js';
import { LimitedSignIns } from './limited-sign-ins.js';
import {
  countsEffects,
  type CountedBy,
  type CountedTry,
  isShared,
  type Rate,
  type RateName,
  rates,
  type Try,
} from './rates.js';
import { SharedCounts } from './shared-counts.js';

export const limitedBy = 'limits:rates';

/** Bounds how often this route may be called, e.g. `@Limited('sign-in')`. */
export const Limited = (...names: RateName[]) =>
  applyDecorators(
    SetMetadata(limitedBy, names),
    ...(names.some((name) => rates[name].some(({ by }) => by === 'device'))
      ? [UseInterceptors(BeyondLimitInterceptor)]
      : []),
  );

/** Callers fall into so many counters per rate: memory stays bounded, and nothing that names a person is kept. */
const counters = 2 ** 16;

/** Counts requests in this process. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly secret = randomBytes(32);
  private readonly limiters = new Map<string, RateLimiterMemory>();

  /** Counts one request in one bucket. */
  async count(one: Try): Promise<CountedTry> {
    const result = await this.limiterFor(one)
      .consume(this.counterOf(one.caller))
      .catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    return { ...one, count: result.consumedPoints, endsIn: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)) };
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

  private limiterFor({ name, rate }: Try): RateLimiterMemory {
    const bucket = `${name} ${rate.by}`;
    const known = this.limiters.get(bucket);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: rate.times, duration: rate.seconds });
    this.limiters.set(bucket, limiter);
    return limiter;
  }

  private counterOf(caller: string): number {
    return createHmac('sha256', this.secret).update(caller).digest().readUInt32BE(0) % counters;
  }
}

/**
 * Applies `@Limited`. It stands after the access guard, which says who asks. Nothing that it answers depends on whether
 * an account exists, nor tells of others who share an account's or an address's count (BR-187).
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly knownDevices: KnownDevices,
    private readonly limits: RateLimits,
    private readonly sharedCounts: SharedCounts,
    private readonly config: Config,
    private readonly limitedSignIns: LimitedSignIns,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const names = this.reflector.get<RateName[] | undefined>(limitedBy, context.getHandler());
    if (names === undefined) return true;
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const ofEffects = names.filter(countsEffects);
    if (request.actor && ofEffects.length > 0)
      request.actor.call.beforeEffect = once(() => this.apply(ofEffects, request, reply));
    const ofRequests = names.filter((name) => !countsEffects(name));
    return ofRequests.length === 0 || this.apply(ofRequests, request, reply);
  }

  private async apply(names: RateName[], request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const tries = names.flatMap((name) => this.triesAt(name, request));
    const counted = [
      ...(await this.sharedCounts.count(tries.filter(({ name }) => isShared(name)))),
      ...(await Promise.all(tries.filter(({ name }) => !isShared(name)).map((each) => this.limits.count(each)))),
    ];
    tellWhatIsLeft(counted, reply);
    const beyond = counted.filter(({ count, rate }) => count > rate.times);
    const refusing = beyond.filter(({ rate }) => rate.by !== 'device');
    const [longest] = refusing.toSorted((one, other) => waitAfter(other) - waitAfter(one));
    if (!longest) return true;
    const refusal = tooManyRequests({ name: longest.name, ...longest.rate }, waitAfter(longest));
    if (beyond.some(({ rate }) => rate.by !== 'account') || !(await this.comesFromKnownDevice(request))) {
      await this.noteLimitedSignIn(refusing);
      countRefusal(refusing, request);
      throw refusal;
    }
    request.beyondLimit = refusal;
    return true;
  }

  private triesAt(name: RateName, request: FastifyRequest): Try[] {
    return rates[name].flatMap((rate: Rate) => {
      const caller = callerOf(rate.by, request);
      if (caller === undefined) return [];
      const times = name === 'public-read' ? this.config.PUBLIC_READS_PER_MINUTE : rate.times;
      return [{ name, rate: { ...rate, times }, caller }];
    });
  }

  /** The first refusal of a window is enough: the rest of them cost no more than the count. */
  private async noteLimitedSignIn(refusing: CountedTry[]): Promise<void> {
    const first = refusing.find(
      ({ name, rate, count }) => name === 'sign-in' && rate.by === 'account' && count === rate.times + 1,
    );
    if (first) await this.limitedSignIns.noteLimited(first.caller);
  }

  /** Strangers who use up the tries of an account do not keep its owner out. */
  private async comesFromKnownDevice(request: FastifyRequest): Promise<boolean> {
    const [account, token] = [accountIn(request.body), deviceTokenIn(request)];
    return account !== undefined && token !== undefined && (await this.knownDevices.isOf(account, token));
  }
}

/** A transaction that lost a race is tried again, and is one effect. */
function once<T>(count: () => Promise<T>): () => Promise<T> {
  let counted: Promise<T> | undefined;
  return () => (counted ??= count());
}

function countRefusal([first]: CountedTry[], { routeOptions }: FastifyRequest): void {
  if (first && !routeOptions.config?.confidential) limitRefusals.inc({ limit: first.name, by: first.rate.by });
}

function callerOf(by: CountedBy, request: FastifyRequest): string | undefined {
  switch (by) {
    case 'person':
      return request.actor?.personId ?? countedNetwork(request);
    case 'address':
      return countedNetwork(request);
    case 'link':
      return request.url.split('?', 1)[0];
    case 'device':
      return deviceTokenIn(request);
    case 'account':
      return accountIn(request.body);
  }
}

function accountIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('email' in body) || typeof body.email !== 'string')
    return undefined;
  return accountNamed(body.email);
}

/** What is left in a bucket that others share would tell of them: only people themselves hear it. */
function tellWhatIsLeft(counted: CountedTry[], reply: FastifyReply): void {
  const [least] = counted
    .filter(({ rate }) => rate.by === 'person')
    .toSorted((one, other) => one.rate.times - one.count - (other.rate.times - other.count));
  if (!least) return;
  const { name, rate, count, endsIn } = least;
  void reply.headers(limitHeaders({ name, ...rate }, rate.times - count, endsIn));
}

/** When a shared window began would tell that others tried: there the whole window is said. */
const waitAfter = ({ rate, endsIn }: CountedTry): number => (rate.by === 'person' ? endsIn : rate.seconds);
