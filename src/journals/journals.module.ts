import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { JournalAttachmentService } from './attachments/journal-attachment.service.js';
import { JournalCommentService } from './sharing/journal-comment.service.js';
import { JournalEntryController } from './entries/journal-entry.controller.js';
import { JournalEntryService } from './entries/journal-entry.service.js';
import { JournalExportService } from './leaving/journal-export.service.js';
import { JournalGrantService } from './sharing/journal-grant.service.js';
import { JournalArchiveService } from './leaving/journal-archive.service.js';
import { JournalErasureService } from './leaving/journal-erasure.service.js';
import { JournalKeys } from './keys/journal-keys.js';
import { JournalTransactions } from './keys/journal-transactions.js';
import { JournalMediaController } from './attachments/journal-media.controller.js';
import { JournalPromptController } from './prompts/journal-prompt.controller.js';
import { JournalPromptService } from './prompts/journal-prompt.service.js';
import { JournalQueryService } from './entries/journal-query.service.js';
import { ReaderCodeService } from './sharing/reader-code.service.js';
import { SharingConflictService } from './sharing/sharing-conflict.service.js';
import { RecipientService } from './sharing/recipient.service.js';
import { JournalSearchService } from './entries/journal-search.service.js';
import { SessionPartsService } from './sharing/session-parts.service.js';
import { SharedVersions } from './sharing/shared-versions.js';
import { JournalSharingController } from './sharing/journal-sharing.controller.js';
import { TakenEntries } from './leaving/entry-export.service.js';

@Module({
  imports: [CollegeModule],
  controllers: [JournalEntryController, JournalSharingController, JournalMediaController, JournalPromptController],
  providers: [
    JournalArchiveService,
    JournalAttachmentService,
    JournalCommentService,
    JournalEntryService,
    JournalErasureService,
    JournalExportService,
    JournalGrantService,
    JournalKeys,
    JournalPromptService,
    JournalQueryService,
    JournalTransactions,
    JournalSearchService,
    ReaderCodeService,
    SharingConflictService,
    RecipientService,
    SessionPartsService,
    SharedVersions,
    TakenEntries,
  ],
  exports: [
    JournalArchiveService,
    JournalErasureService,
    JournalExportService,
    SharingConflictService,
    RecipientService,
    SessionPartsService,
  ],
})
export class JournalsModule {}
