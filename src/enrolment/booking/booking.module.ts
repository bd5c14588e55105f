import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EnrolmentBatch } from './enrolment-batch.entity.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { EnrolmentsModule } from '../enrolments/enrolments.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { BatchBookingService } from './batch-booking.service.js';
import { BookingService } from './booking.service.js';
import { EligibilityService } from './eligibility.service.js';
import { RunEnrolmentController } from './run-enrolment.controller.js';
import { TransferController } from './transfer.controller.js';
import { TransferService } from './transfer.service.js';
import { SessionsModule } from '../../sessions/sessions.module.js';

@Module({
  imports: [
    EligibilityModule,
    EnrolmentsModule,
    SeatsModule,
    SessionsModule,
    TypeOrmModule.forFeature([EnrolmentBatch]),
  ],
  controllers: [RunEnrolmentController, TransferController],
  providers: [BatchBookingService, BookingService, EligibilityService, TransferService],
})
export class BookingModule {}
