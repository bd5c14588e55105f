import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdjustmentController } from './adjustments/adjustment.controller.js';
import { AdjustmentService } from './adjustments/adjustment.service.js';
import { BatchBookingService } from './booking/batch-booking.service.js';
import { BookingService } from './booking/booking.service.js';
import { EnrolmentQueryService } from './enrolments/enrolment-query.service.js';
import { EnrolmentController } from './enrolments/enrolment.controller.js';
import { EnrolmentService } from './enrolments/enrolment.service.js';
import { LearnerFactsService } from './booking/learner-facts.service.js';
import { ParticipantService } from './enrolments/participant.service.js';
import { RunSeatService } from './seats/run-seat.service.js';
import { PriorityController } from './waitlist/priority.controller.js';
import { PriorityService } from './waitlist/priority.service.js';
import { RunEnrolmentController } from './booking/run-enrolment.controller.js';
import { RunEnrolmentService } from './enrolments/run-enrolment.service.js';
import { TransferService } from './enrolments/transfer.service.js';
import { WaitlistService } from './waitlist/waitlist.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, SessionsModule],
  controllers: [AdjustmentController, EnrolmentController, PriorityController, RunEnrolmentController],
  providers: [
    AdjustmentService,
    BatchBookingService,
    BookingService,
    EnrolmentQueryService,
    EnrolmentService,
    LearnerFactsService,
    ParticipantService,
    PriorityService,
    RunEnrolmentService,
    RunSeatService,
    TransferService,
    WaitlistService,
  ],
  exports: [AdjustmentService, EnrolmentService, ParticipantService, RunEnrolmentService],
})
export class EnrolmentModule {}
