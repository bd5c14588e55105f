import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { JournalAttachments } from './attachments.service.js';
import { JournalComments } from './comments.service.js';
import { JournalEntriesController } from './entries.controller.js';
import { JournalEntries } from './entries.service.js';
import { JournalExports } from './exports.service.js';
import { JournalGrants } from './grants.service.js';
import { JournalArchive } from './journal-archive.service.js';
import { JournalErasure } from './journal-erasure.service.js';
import { JournalKeys } from './journal-keys.js';
import { JournalRows } from './journal-rows.js';
import { JournalMediaController } from './media.controller.js';
import { JournalPromptsController } from './prompts.controller.js';
import { JournalPrompts } from './prompts.service.js';
import { JournalReading } from './reading.service.js';
import { ReaderCodes } from './reader-codes.service.js';
import { ReaderTies } from './reader-ties.service.js';
import { Recipients } from './recipients.service.js';
import { JournalSearch } from './search.service.js';
import { SessionCircle } from './session-circle.service.js';
import { SharedVersions } from './shared-versions.js';
import { JournalSharingController } from './sharing.controller.js';
import { TakenEntries } from './taken-entries.js';

@Module({
  imports: [CollegeModule],
  controllers: [JournalEntriesController, JournalSharingController, JournalMediaController, JournalPromptsController],
  providers: [
    JournalArchive,
    JournalAttachments,
    JournalComments,
    JournalEntries,
    JournalErasure,
    JournalExports,
    JournalGrants,
    JournalKeys,
    JournalPrompts,
    JournalReading,
    JournalRows,
    JournalSearch,
    ReaderCodes,
    ReaderTies,
    Recipients,
    SessionCircle,
    SharedVersions,
    TakenEntries,
  ],
  exports: [JournalArchive, JournalErasure, JournalExports, ReaderTies, Recipients, SessionCircle],
})
export class JournalsModule {}
