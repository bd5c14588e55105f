import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { isForwarded } from '../limits/address.js';
import { mayReadMetrics } from './metrics.rules.js';

/** Whoever may not read the figures gets the same 404 as for nothing. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, raw } = context.switchToHttp().getRequest<FastifyRequest>();
    if (
      mayReadMetrics(this.config.METRICS_TOKEN, {
        authorization: headers.authorization,
        peer: raw.socket.remoteAddress,
        isForwarded: isForwarded(headers),
      })
    )
      return true;
    throw refuse(platformRefusals.not_found);
  }
}
