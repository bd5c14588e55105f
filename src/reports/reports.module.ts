import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Report, ReportPart } from './publishing/report.entity.js';
import { CollegeModule } from '../college/college.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CountingService } from './counting/counting.service.js';
import { PublishingService } from './publishing/publishing.service.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';
import { TodayOverviewController } from './today-overview.controller.js';
import { TodayOverviewService } from './today-overview.service.js';

@Module({
  imports: [CollegeModule, SessionsModule, TypeOrmModule.forFeature([Report, ReportPart])],
  controllers: [TodayOverviewController, ReportController],
  providers: [CountingService, PublishingService, ReportService, TodayOverviewService],
})
export class ReportsModule {}
