import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { DebriefService } from './debrief.service.js';
import { DeliveredPracticeService } from './delivered-practice.service.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryService } from './delivery.service.js';

@Module({
  imports: [CollegeModule, RunsModule, SessionModule],
  controllers: [DeliveryController],
  providers: [DebriefService, DeliveredPracticeService, DeliveryService],
  exports: [DeliveredPracticeService],
})
export class DeliveryModule {}
