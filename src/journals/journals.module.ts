import { Module } from '@nestjs/common';
import { JournalAttachmentsModule } from './attachments/journal-attachments.module.js';
import { JournalEntriesModule } from './entries/journal-entries.module.js';
import { JournalKeysModule } from './keys/journal-keys.module.js';
import { JournalLeavingModule } from './leaving/journal-leaving.module.js';
import { JournalPromptsModule } from './prompts/journal-prompts.module.js';
import { JournalSharingModule } from './sharing/journal-sharing.module.js';

/** Private journals: entries, sharing, prompts, leaving. Each topic has a module of its own. */
@Module({
  imports: [
    JournalAttachmentsModule,
    JournalEntriesModule,
    JournalKeysModule,
    JournalLeavingModule,
    JournalPromptsModule,
    JournalSharingModule,
  ],
  exports: [JournalKeysModule, JournalLeavingModule, JournalSharingModule],
})
export class JournalsModule {}
