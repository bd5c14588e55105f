import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificationModule } from '../certification/certification.module.js';
import { CollegeModule } from '../college/college.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { Debriefs } from './debrief.service.js';
import { DeliveredPractice } from './delivered-practice.service.js';
import { DeliveryController } from './delivery.controller.js';
import { Deliveries } from './delivery.service.js';
import { FacilitatorController } from './facilitator.controller.js';
import { Facilitators } from './facilitator.service.js';
import { OnlineRooms } from './online-room.service.js';
import { RunController } from './run.controller.js';
import { Run } from './run.entity.js';
import { RunPlanning } from './run-planning.service.js';
import { RunReadiness } from './run-readiness.service.js';
import { Runs } from './run.service.js';
import { RunRisks } from './run-risks.service.js';
import { SeriesController } from './series.controller.js';
import { SessionSeries } from './series.service.js';
import { SessionController } from './session.controller.js';
import { SessionPlanning } from './session-planning.service.js';
import { Sessions } from './session.service.js';
import { TermController } from './term.controller.js';
import { Term } from './term.entity.js';
import { Terms } from './term.service.js';
import { VenueController } from './venue.controller.js';
import { OnlineRoom, Venue } from './venue.entity.js';
import { Venues } from './venue.service.js';
import { VersionGuards } from './version-guards.service.js';

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
    Debriefs,
    DeliveredPractice,
    Deliveries,
    Facilitators,
    OnlineRooms,
    RunPlanning,
    RunReadiness,
    RunRisks,
    Runs,
    SessionPlanning,
    SessionSeries,
    Sessions,
    Terms,
    Venues,
    VersionGuards,
  ],
  exports: [DeliveredPractice, RunReadiness, RunRisks, Runs, Sessions, VersionGuards],
})
export class SessionsModule {}
