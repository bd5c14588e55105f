import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PriorityTier } from './priority-tier.entity.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { EnrolmentsModule } from '../enrolments/enrolments.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { PriorityController } from './priority.controller.js';
import { PriorityService } from './priority.service.js';
import { QueueLengthService } from './queue-length.service.js';
import { WaitlistController } from './waitlist.controller.js';
import { WaitlistService } from './waitlist.service.js';

@Module({
  imports: [EnrolmentsModule, SeatsModule, SessionsModule, TypeOrmModule.forFeature([PriorityTier])],
  controllers: [PriorityController, WaitlistController],
  providers: [PriorityService, QueueLengthService, WaitlistService],
  exports: [QueueLengthService],
})
export class WaitlistModule {}
