import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalAttachment } from './journal-attachment.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { JournalKeysModule } from '../keys/journal-keys.module.js';
import { JournalLeavingModule } from '../leaving/journal-leaving.module.js';
import { JournalSharingModule } from '../sharing/journal-sharing.module.js';
import { JournalAttachmentService } from './journal-attachment.service.js';
import { JournalMediaController } from './journal-media.controller.js';

@Module({
  imports: [
    CollegeModule,
    JournalKeysModule,
    JournalLeavingModule,
    JournalSharingModule,
    TypeOrmModule.forFeature([JournalAttachment]),
  ],
  controllers: [JournalMediaController],
  providers: [JournalAttachmentService],
})
export class JournalAttachmentsModule {}
