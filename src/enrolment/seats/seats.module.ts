import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { RunSeatService } from './run-seat.service.js';

@Module({
  imports: [CollegeModule, SessionsModule],
  providers: [RunSeatService],
  exports: [RunSeatService],
})
export class SeatsModule {}
