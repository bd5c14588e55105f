import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FacilitatorPresence, SessionDebrief, SessionWaiver } from './facilitator-presence.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { DebriefService } from './debrief.service.js';
import { DeliveredPracticeService } from './delivered-practice.service.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryService } from './delivery.service.js';
import { SupervisionWishService } from './supervision-wish.service.js';

@Module({
  imports: [
    CollegeModule,
    RunsModule,
    SessionModule,
    TypeOrmModule.forFeature([FacilitatorPresence, SessionDebrief, SessionWaiver]),
  ],
  controllers: [DeliveryController],
  providers: [DebriefService, DeliveredPracticeService, DeliveryService, SupervisionWishService],
  exports: [DeliveredPracticeService, SupervisionWishService],
})
export class DeliveryModule {}
