import { Module } from '@nestjs/common';
import { AdjustmentsModule } from './adjustments/adjustments.module.js';
import { BookingModule } from './booking/booking.module.js';
import { EligibilityModule } from './eligibility/eligibility.module.js';
import { EnrolmentsModule } from './enrolments/enrolments.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { SafetyPlansModule } from './safety-plans/safety-plans.module.js';
import { SeatsModule } from './seats/seats.module.js';
import { WaitlistModule } from './waitlist/waitlist.module.js';

/** Places on runs: booking, waiting, adjustments, safety plans, notices. Each topic has a module of its own. */
@Module({
  imports: [
    AdjustmentsModule,
    BookingModule,
    EligibilityModule,
    EnrolmentsModule,
    NoticesModule,
    SafetyPlansModule,
    SeatsModule,
    WaitlistModule,
  ],
  exports: [AdjustmentsModule, EnrolmentsModule, NoticesModule, SafetyPlansModule, WaitlistModule],
})
export class EnrolmentModule {}
