import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { EnrolmentModule } from '../../enrolment/enrolment.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { AgendaService } from './agenda.service.js';
import { JoinLinkService } from './join-link.service.js';
import { PlansNowService } from './plans-now.service.js';
import { RosterService } from './roster.service.js';
import { TimetableController } from './timetable.controller.js';

@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule],
  controllers: [TimetableController],
  providers: [AgendaService, JoinLinkService, PlansNowService, RosterService],
  exports: [AgendaService, PlansNowService],
})
export class AroundARunModule {}
