import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '../../../src/platform/clock.js';
import { Config, readConfig } from '../../../src/platform/config.js';
import { declareConstraints } from '../../../src/platform/errors/database-faults.js';
import { platformRefusals } from '../../../src/platform/errors/platform.refusals.js';
import { HealthModule } from '../../../src/platform/health/health.module.js';
import { configureHttp, type HttpSettings } from '../../../src/app/configure-http.js';
import { newAdapter } from '../../../src/platform/http/adapter.js';
import { KnownDevices } from '../../../src/platform/limits/known-devices.js';
import { LimitedSignIns } from '../../../src/platform/limits/limited-sign-ins.js';
import { SharedCounts } from '../../../src/platform/limits/shared-counts.js';
import { LimitsModule } from '../../../src/platform/limits/limits.module.js';
import type { Try } from '../../../src/platform/limits/rates.js';
import { RateLimitGuard, RateLimits } from '../../../src/platform/limits/rate-limits.js';
import { createLog } from '../../../src/platform/logging/log.js';
import { DeprecationInterceptor } from '../../../src/platform/openapi/deprecated.js';
import { NotesController } from './notes.controller.js';

declareConstraints({ note_title_key: platformRefusals.changed_meanwhile });

/** At this edge nobody has an account, and there is no database: one process counts everything. */
@Global()
@Module({
  providers: [
    { provide: Config, useFactory: () => readConfig({}) },
    Clock,
    { provide: KnownDevices, useValue: { isOf: () => Promise.resolve(false) } },
    { provide: LimitedSignIns, useValue: { noteLimited: () => Promise.resolve() } },
    {
      provide: SharedCounts,
      inject: [RateLimits],
      useFactory: (limits: RateLimits) => ({
        count: (tries: Try[]) => Promise.all(tries.map((each) => limits.count(each))),
      }),
    },
  ],
  exports: [Config, KnownDevices, LimitedSignIns, SharedCounts],
})
class NoAccountsModule {}

@Module({
  imports: [HealthModule, LimitsModule, NoAccountsModule],
  controllers: [NotesController],
  providers: [
    { provide: APP_GUARD, useExisting: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: DeprecationInterceptor },
  ],
})
class EdgeModule {}

export interface Edge {
  app: NestFastifyApplication;
  url: string;
  /** Everything that was logged, a line each. */
  lines: string[];
}

/** The edge around a few throw-away routes, listening on a free port. */
export async function startEdge(settings: Record<string, string> = {}, http: HttpSettings = {}): Promise<Edge> {
  const lines: string[] = [];
  const config = readConfig({ CORS_ORIGINS: 'https://college.example', ...settings });
  const app = await NestFactory.create<NestFastifyApplication>(EdgeModule, newAdapter(config), { logger: false });
  const log = createLog(config, { write: (line) => void lines.push(line) });
  log.level = 'info';
  configureHttp(app, config, { log, ...http });
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), lines };
}
