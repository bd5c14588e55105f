import { Global, Module } from '@nestjs/common';
import { RateLimitGuard, RateLimits } from './rate-limits.js';

/** The guard is applied by whoever knows the order of the global guards: after access. */
@Global()
@Module({ providers: [RateLimits, RateLimitGuard], exports: [RateLimits, RateLimitGuard] })
export class LimitsModule {}
