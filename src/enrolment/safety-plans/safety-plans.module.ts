import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../../college/college.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { SafetyPlanController } from './safety-plan.controller.js';
import { SafetyPlan, SafetyPlanShare } from './safety-plan.entity.js';
import { SafetyPlanService } from './safety-plan.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, SessionsModule, TypeOrmModule.forFeature([SafetyPlan, SafetyPlanShare])],
  controllers: [SafetyPlanController],
  providers: [SafetyPlanService],
  exports: [SafetyPlanService],
})
export class SafetyPlansModule {}
