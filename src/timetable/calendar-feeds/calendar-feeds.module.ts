import { Module } from '@nestjs/common';
import { CalendarFeedController } from './calendar-feed.controller.js';
import { CalendarFeedService } from './calendar-feed.service.js';

@Module({ controllers: [CalendarFeedController], providers: [CalendarFeedService] })
export class CalendarFeedsModule {}
