import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Adjustment } from './adjustment.entity.js';
import { PeopleModule } from '../../people/people.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { AdjustmentController } from './adjustment.controller.js';
import { AdjustmentService } from './adjustment.service.js';
import { AdjustmentQueryService } from './adjustment-query.service.js';
import { EnrolmentWishService } from './enrolment-wish.service.js';

@Module({
  imports: [PeopleModule, SessionsModule, TypeOrmModule.forFeature([Adjustment])],
  controllers: [AdjustmentController],
  providers: [AdjustmentQueryService, AdjustmentService, EnrolmentWishService],
  exports: [AdjustmentQueryService, EnrolmentWishService],
})
export class AdjustmentsModule {}
