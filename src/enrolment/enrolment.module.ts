import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdjustmentController } from './adjustment.controller.js';
import { Adjustments } from './adjustment.service.js';
import { BatchBookings } from './batch.service.js';
import { Bookings } from './bookings.service.js';
import { EnrolmentReads } from './enrolment-reads.service.js';
import { EnrolmentsController } from './enrolment.controller.js';
import { Enrolments } from './enrolment.service.js';
import { Learners } from './learners.service.js';
import { Participants } from './participants.service.js';
import { RunPlaces } from './places.service.js';
import { PriorityController } from './priority.controller.js';
import { Priorities } from './priority.service.js';
import { RunEnrolmentsController } from './run-enrolments.controller.js';
import { RunEnrolments } from './run-enrolments.service.js';
import { Transfers } from './transfer.service.js';
import { Waitlists } from './waitlist.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, SessionsModule],
  controllers: [AdjustmentController, EnrolmentsController, PriorityController, RunEnrolmentsController],
  providers: [
    Adjustments,
    BatchBookings,
    Bookings,
    EnrolmentReads,
    Enrolments,
    Learners,
    Participants,
    Priorities,
    RunEnrolments,
    RunPlaces,
    Transfers,
    Waitlists,
  ],
  exports: [Adjustments, Enrolments, Participants, RunEnrolments],
})
export class EnrolmentModule {}
