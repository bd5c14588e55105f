import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClosureDay, College, CollegeHistory } from './college.entity.js';
import { CollegeController } from './college.controller.js';
import { CollegeText } from './college-text.entity.js';
import { CollegeTextController } from './college-text.controller.js';
import { CollegeTextService } from './college-text.service.js';
import { CollegeService } from './college.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClosureDay, College, CollegeHistory, CollegeText])],
  controllers: [CollegeController, CollegeTextController],
  providers: [CollegeService, CollegeTextService],
  exports: [CollegeService, CollegeTextService],
})
export class CollegeModule {}
