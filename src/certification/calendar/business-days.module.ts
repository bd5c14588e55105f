import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { BusinessDayService } from './business-day.service.js';

@Module({
  imports: [CollegeModule],
  providers: [BusinessDayService],
  exports: [BusinessDayService],
})
export class BusinessDaysModule {}
