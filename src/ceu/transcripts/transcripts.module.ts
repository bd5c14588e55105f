import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { TranscriptReleaseService } from './transcript-release.service.js';
import { TranscriptController } from './transcript.controller.js';
import { TranscriptService } from './transcript.service.js';

@Module({
  imports: [CollegeModule, PeopleModule],
  controllers: [TranscriptController],
  providers: [TranscriptReleaseService, TranscriptService],
  exports: [TranscriptService],
})
export class TranscriptsModule {}
