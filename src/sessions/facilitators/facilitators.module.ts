import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/runs.module.js';
import { FacilitatorController } from './facilitator.controller.js';
import { FacilitatorService } from './facilitator.service.js';

@Module({
  imports: [RunsModule],
  controllers: [FacilitatorController],
  providers: [FacilitatorService],
})
export class FacilitatorsModule {}
