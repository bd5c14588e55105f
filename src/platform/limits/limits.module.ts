import { Global, Module } from '@nestjs/common';
import { Crowd } from './crowd.js';
import { RateLimitGuard, RateLimits } from './rate-limits.js';

/** The guard is applied by whoever knows the order of the global guards: after access. */
@Global()
@Module({ providers: [Crowd, RateLimits, RateLimitGuard], exports: [Crowd, RateLimits, RateLimitGuard] })
export class LimitsModule {}
