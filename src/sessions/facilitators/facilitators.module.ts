import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';
import { RunsModule } from '../runs/runs.module.js';
import { FacilitatorController } from './facilitator.controller.js';
import { FacilitatorService } from './facilitator.service.js';
import { AssignmentReplayService } from './assignment-replay.service.js';

@Module({
  imports: [RunsModule, TypeOrmModule.forFeature([FacilitatorAssignment])],
  controllers: [FacilitatorController],
  providers: [AssignmentReplayService, FacilitatorService],
})
export class FacilitatorsModule {}
