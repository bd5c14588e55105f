import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { WelfareController } from './welfare.controller.js';
import { WelfareService } from './welfare.service.js';
import { WelfareQueryService } from './welfare-query.service.js';

@Module({
  imports: [CollegeModule],
  controllers: [WelfareController],
  providers: [WelfareQueryService, WelfareService],
  exports: [WelfareService],
})
export class WelfareModule {}
