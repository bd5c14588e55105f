import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Publishing } from './publishing.service.js';
import { ReportsController } from './reports.controller.js';
import { Reports } from './reports.service.js';
import { TodayController } from './today.controller.js';
import { Today } from './today.service.js';

@Module({
  imports: [CollegeModule, SessionsModule],
  controllers: [TodayController, ReportsController],
  providers: [Publishing, Reports, Today],
})
export class ReportsModule {}
