import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PublishingService } from './publishing.service.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';
import { TodayOverviewController } from './today-overview.controller.js';
import { TodayOverviewService } from './today-overview.service.js';

@Module({
  imports: [CollegeModule, SessionsModule],
  controllers: [TodayOverviewController, ReportController],
  providers: [PublishingService, ReportService, TodayOverviewService],
})
export class ReportsModule {}
