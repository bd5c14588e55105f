import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TranscriptCopy, TranscriptRelease } from './transcript-release.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { TranscriptReleaseService } from './transcript-release.service.js';
import { TranscriptController } from './transcript.controller.js';
import { TranscriptService } from './transcript.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, TypeOrmModule.forFeature([TranscriptCopy, TranscriptRelease])],
  controllers: [TranscriptController],
  providers: [TranscriptReleaseService, TranscriptService],
  exports: [TranscriptService],
})
export class TranscriptsModule {}
