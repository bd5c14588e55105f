import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Agenda } from './agenda.service.js';
import { CalendarFeedController } from './calendar-feed.controller.js';
import { CalendarFeeds } from './calendar-feed.service.js';
import { Joining } from './joining.service.js';
import { ProspectusEditionsController } from './prospectus-edition.controller.js';
import { ProspectusEditions } from './prospectus-edition.service.js';
import { ProspectusController } from './prospectus.controller.js';
import { Prospectus } from './prospectus.service.js';
import { Rosters } from './roster.service.js';
import { TimetableController } from './timetable.controller.js';

/** What is read across modules. */
@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule],
  controllers: [ProspectusController, TimetableController, CalendarFeedController, ProspectusEditionsController],
  providers: [Agenda, CalendarFeeds, Joining, Rosters, Prospectus, ProspectusEditions],
})
export class TimetableModule {}
