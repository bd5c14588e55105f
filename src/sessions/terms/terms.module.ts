import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Term } from './term.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { TermController } from './term.controller.js';
import { TermService } from './term.service.js';

@Module({
  imports: [CollegeModule, TypeOrmModule.forFeature([Term])],
  controllers: [TermController],
  providers: [TermService],
})
export class TermsModule {}
