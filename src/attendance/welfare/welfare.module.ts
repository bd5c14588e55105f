import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WelfareAttempt, WelfareFollowUp } from './welfare-follow-up.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { WelfareController } from './welfare.controller.js';
import { WelfareService } from './welfare.service.js';
import { WelfareQueryService } from './welfare-query.service.js';

@Module({
  imports: [CollegeModule, TypeOrmModule.forFeature([WelfareAttempt, WelfareFollowUp])],
  controllers: [WelfareController],
  providers: [WelfareQueryService, WelfareService],
  exports: [WelfareService],
})
export class WelfareModule {}
