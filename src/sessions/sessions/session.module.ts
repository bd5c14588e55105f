import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Session, SessionRescheduling, SessionSeries } from './session.entity.js';
import { Booking } from './booking.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { SeriesController } from './series.controller.js';
import { SessionPlanningService } from './session-planning.service.js';
import { SessionCallingOffService } from './session-calling-off.service.js';
import { SessionPublicationService } from './session-publication.service.js';
import { SessionSeriesService } from './session-series.service.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { ReschedulingService } from './rescheduling.service.js';
import { TimeDerivationService } from './time-derivation.service.js';

@Module({
  imports: [
    CollegeModule,
    RunsModule,
    TypeOrmModule.forFeature([Booking, Session, SessionRescheduling, SessionSeries]),
  ],
  controllers: [SeriesController, SessionController],
  providers: [
    ReschedulingService,
    SessionCallingOffService,
    SessionPlanningService,
    SessionPublicationService,
    SessionSeriesService,
    SessionService,
    TimeDerivationService,
  ],
  exports: [SessionService],
})
export class SessionModule {}
