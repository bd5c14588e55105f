import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { DeprecationInterceptor } from '../platform/openapi/deprecated.js';
import { LocationInterceptor } from '../platform/openapi/location.js';
import { DisclosureInterceptor } from '../platform/disclosure/disclosure.interceptor.js';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttendanceModule } from '../attendance/attendance.module.js';
import { CertificationModule } from '../certification/certification.module.js';
import { CeuModule } from '../ceu/ceu.module.js';
import { CollegeModule } from '../college/college.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { dataSourceOptions } from '../database/data-source.js';
import { standbyServers } from '../database/standby-servers.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { JournalsModule } from '../journals/journals.module.js';
import { OutcomesModule } from '../outcomes/outcomes.module.js';
import { PeopleModule } from '../people/people.module.js';
import { AccessGuard } from '../platform/access/access.guard.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { DatabaseUrls } from '../platform/database/database-urls.js';
import { Standby } from '../platform/database/standby.js';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { HealthModule } from '../platform/health/health.module.js';
import { LimitsModule } from '../platform/limits/limits.module.js';
import { RateLimitGuard } from '../platform/limits/rate-limits.js';
import { MetricsModule } from '../platform/metrics/metrics.module.js';
import { TracingModule } from '../platform/tracing/tracing.module.js';
import { PlatformModule } from '../platform/platform.module.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { ReactionsModule } from '../reactions/reactions.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TimetableModule } from '../timetable/timetable.module.js';

/** What a process says about itself; tests and the demo bring a clock of their own. */
export interface AppOptions {
  config: Config;
  urls: DatabaseUrls;
  clock?: Clock;
}

/** The whole college: the modules, and the guards that stand before every route, in this order. */
@Module({})
export class AppModule {
  static forRoot({ config, urls, clock = new Clock() }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot({
          config,
          urls,
          clock,
          standby: new Standby(standbyServers(config, urls), config.READ_LAG_SECONDS),
        }),
        TypeOrmModule.forRoot({
          ...dataSourceOptions(urls, config),
          autoLoadEntities: true,
          retryAttempts: 3,
          retryDelay: 500,
        }),
        HealthModule,
        MetricsModule,
        TracingModule,
        LimitsModule,
        CertificatesModule,
        CollegeModule,
        PeopleModule,
        CoursesModule,
        CeuModule,
        CertificationModule,
        SessionsModule,
        JournalsModule,
        TimetableModule,
        EnrolmentModule,
        NotificationsModule,
        OperationsModule,
        AttendanceModule,
        OutcomesModule,
        ReportsModule,
        PrivacyModule,
        ReactionsModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useExisting: RateLimitGuard },
        { provide: APP_INTERCEPTOR, useClass: LocationInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DeprecationInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DisclosureInterceptor },
      ],
    };
  }
}
