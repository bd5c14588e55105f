import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AgendaService } from './agenda.service.js';
import { CalendarFeedController } from './calendar-feed.controller.js';
import { CalendarFeedService } from './calendar-feed.service.js';
import { JoinLinkService } from './join-link.service.js';
import { ProspectusEditionController } from './prospectus-edition.controller.js';
import { ProspectusEditionService } from './prospectus-edition.service.js';
import { ProspectusController } from './prospectus.controller.js';
import { ProspectusService } from './prospectus.service.js';
import { RosterService } from './roster.service.js';
import { TimetableController } from './timetable.controller.js';

/** What is read across modules. */
@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule],
  controllers: [ProspectusController, TimetableController, CalendarFeedController, ProspectusEditionController],
  providers: [
    AgendaService,
    CalendarFeedService,
    JoinLinkService,
    RosterService,
    ProspectusService,
    ProspectusEditionService,
  ],
})
export class TimetableModule {}
