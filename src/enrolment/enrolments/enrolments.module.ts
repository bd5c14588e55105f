import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Enrolment } from './enrolment.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { EnrolmentQueryService } from './enrolment-query.service.js';
import { EnrolmentController } from './enrolment.controller.js';
import { EnrolmentService } from './enrolment.service.js';
import { ParticipantService } from './participant.service.js';
import { RunEnrolmentService } from './run-enrolment.service.js';
import { RunPeopleService } from './run-people.service.js';
import { WithdrawnConsentService } from './withdrawn-consent.service.js';
import { RestoredRunsService } from './restored-runs.service.js';

@Module({
  imports: [CollegeModule, EligibilityModule, SeatsModule, SessionsModule, TypeOrmModule.forFeature([Enrolment])],
  controllers: [EnrolmentController],
  providers: [
    RestoredRunsService,
    EnrolmentQueryService,
    EnrolmentService,
    ParticipantService,
    RunEnrolmentService,
    RunPeopleService,
    WithdrawnConsentService,
  ],
  exports: [
    EnrolmentQueryService,
    EnrolmentService,
    ParticipantService,
    RunEnrolmentService,
    RunPeopleService,
    WithdrawnConsentService,
  ],
})
export class EnrolmentsModule {}
