import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalComment, JournalGrant, JournalRead, JournalReaderCode } from './journal-grant.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { JournalKeysModule } from '../keys/journal-keys.module.js';
import { JournalCommentService } from './journal-comment.service.js';
import { JournalGrantService } from './journal-grant.service.js';
import { JournalSharingController } from './journal-sharing.controller.js';
import { ReaderCodeService } from './reader-code.service.js';
import { RecipientService } from './recipient.service.js';
import { SharedVersions } from './shared-versions.js';
import { SharingConflictService } from './sharing-conflict.service.js';
import { JournalReplayService } from './journal-replay.service.js';

@Module({
  imports: [
    CollegeModule,
    JournalKeysModule,
    TypeOrmModule.forFeature([JournalComment, JournalGrant, JournalRead, JournalReaderCode]),
  ],
  controllers: [JournalSharingController],
  providers: [
    JournalReplayService,
    JournalCommentService,
    JournalGrantService,
    ReaderCodeService,
    RecipientService,
    SharedVersions,
    SharingConflictService,
  ],
  exports: [RecipientService, SharedVersions, SharingConflictService],
})
export class JournalSharingModule {}
