import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';
import { RunsModule } from '../runs/runs.module.js';
import { FacilitatorController } from './facilitator.controller.js';
import { FacilitatorService } from './facilitator.service.js';

@Module({
  imports: [RunsModule, TypeOrmModule.forFeature([FacilitatorAssignment])],
  controllers: [FacilitatorController],
  providers: [FacilitatorService],
})
export class FacilitatorsModule {}
