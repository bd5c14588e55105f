import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClosureDay, College, CollegeHistory } from './college.entity.js';
import { CollegeController } from './college.controller.js';
import { CollegeService } from './college.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClosureDay, College, CollegeHistory])],
  controllers: [CollegeController],
  providers: [CollegeService],
  exports: [CollegeService],
})
export class CollegeModule {}
