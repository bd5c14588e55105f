import { Module } from '@nestjs/common';
import { AroundARunModule } from './around-a-run/around-a-run.module.js';
import { CalendarFeedsModule } from './calendar-feeds/calendar-feeds.module.js';
import { ProspectusModule } from './prospectus/prospectus.module.js';
import { StartModule } from './start/start.module.js';

/** What is read across modules. Each topic has a module of its own. */
@Module({
  imports: [AroundARunModule, CalendarFeedsModule, ProspectusModule, StartModule],
  exports: [AroundARunModule, CalendarFeedsModule],
})
export class TimetableModule {}
