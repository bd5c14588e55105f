import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppSubscriptions } from './app.subscriptions.js';
import { CollegeModule } from './college/college.module.js';
import { dataSourceOptions } from './data-source.js';
import { PeopleModule } from './people/people.module.js';
import { AccessGuard } from './platform/access/access.guard.js';
import { Clock, SystemClock } from './platform/clock.js';
import { Config } from './platform/config.js';
import { DatabaseUrls } from './platform/database/database-urls.js';
import { ProblemFilter } from './platform/errors/problem.filter.js';
import { HealthModule } from './platform/health/health.module.js';
import { ValidationPipe } from './platform/http/validation.pipe.js';
import { PlatformModule } from './platform/platform.module.js';

/** The whole college: the modules, and the guard, filter and pipe that stand before every route. */
@Module({})
export class AppModule {
  static on(config: Config, urls: DatabaseUrls, role: string | null, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(config, urls, clock),
        TypeOrmModule.forRoot({ ...dataSourceOptions(urls.api, config.POOL_SIZE, role), autoLoadEntities: true, retryAttempts: 3, retryDelay: 500 }),
        HealthModule,
        CollegeModule,
        PeopleModule,
      ],
      providers: [
        AppSubscriptions,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
    };
  }
}
