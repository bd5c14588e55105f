import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificationModule } from '../certification/certification.module.js';
import { CollegeModule } from '../college/college.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { DebriefService } from './delivery/debrief.service.js';
import { DeliveredPracticeService } from './delivery/delivered-practice.service.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { DeliveryService } from './delivery/delivery.service.js';
import { FacilitatorController } from './facilitators/facilitator.controller.js';
import { FacilitatorService } from './facilitators/facilitator.service.js';
import { OnlineRoomService } from './venues/online-room.service.js';
import { RunController } from './runs/run.controller.js';
import { Run } from './runs/run.entity.js';
import { RunPlanningService } from './runs/run-planning.service.js';
import { RunReadinessService } from './runs/run-readiness.service.js';
import { RunService } from './runs/run.service.js';
import { RunRiskService } from './runs/run-risk.service.js';
import { SeriesController } from './sessions/series.controller.js';
import { SessionSeriesService } from './sessions/session-series.service.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionPlanningService } from './sessions/session-planning.service.js';
import { SessionService } from './sessions/session.service.js';
import { TermController } from './terms/term.controller.js';
import { Term } from './terms/term.entity.js';
import { TermService } from './terms/term.service.js';
import { VenueController } from './venues/venue.controller.js';
import { OnlineRoom, Venue } from './venues/venue.entity.js';
import { VenueService } from './venues/venue.service.js';
import { VersionGuardService } from './runs/version-guard.service.js';

@Module({
  imports: [
    CollegeModule,
    CoursesModule,
    CertificationModule,
    TypeOrmModule.forFeature([Run, Term, Venue, OnlineRoom]),
  ],
  controllers: [
    TermController,
    VenueController,
    RunController,
    FacilitatorController,
    SessionController,
    SeriesController,
    DeliveryController,
  ],
  providers: [
    DebriefService,
    DeliveredPracticeService,
    DeliveryService,
    FacilitatorService,
    OnlineRoomService,
    RunPlanningService,
    RunReadinessService,
    RunRiskService,
    RunService,
    SessionPlanningService,
    SessionSeriesService,
    SessionService,
    TermService,
    VenueService,
    VersionGuardService,
  ],
  exports: [
    DeliveredPracticeService,
    RunReadinessService,
    RunRiskService,
    RunService,
    SessionService,
    VersionGuardService,
  ],
})
export class SessionsModule {}
