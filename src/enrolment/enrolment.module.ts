import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Bookings } from './bookings.service.js';
import { EnrolmentReads } from './enrolment-reads.service.js';
import { EnrolmentsController } from './enrolment.controller.js';
import { Enrolments } from './enrolment.service.js';
import { Learners } from './learners.service.js';
import { RunPlaces } from './places.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, SessionsModule],
  controllers: [EnrolmentsController],
  providers: [Bookings, EnrolmentReads, Enrolments, Learners, RunPlaces],
  exports: [Enrolments],
})
export class EnrolmentModule {}
