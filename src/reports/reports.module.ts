import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Report, ReportPart } from './publishing/report.entity.js';
import { CollegeModule } from '../college/college.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LeaverCount } from './counting/leaver-count.entity.js';
import { LeaverCountService } from './counting/leaver-count.service.js';
import { CountingService } from './counting/counting.service.js';
import { PublishingService } from './publishing/publishing.service.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';
import { TodayOverviewController } from './today-overview.controller.js';
import { TodayOverviewService } from './today-overview.service.js';

@Module({
  imports: [CollegeModule, SessionsModule, TypeOrmModule.forFeature([LeaverCount, Report, ReportPart])],
  controllers: [TodayOverviewController, ReportController],
  providers: [CountingService, LeaverCountService, PublishingService, ReportService, TodayOverviewService],
  exports: [LeaverCountService],
})
export class ReportsModule {}
