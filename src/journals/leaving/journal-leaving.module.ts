import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalExport } from './journal-export.entity.js';
import { JournalKeysModule } from '../keys/journal-keys.module.js';
import { EntryExportService } from './entry-export.service.js';
import { JournalArchiveService } from './journal-archive.service.js';
import { JournalErasureService } from './journal-erasure.service.js';
import { JournalExportService } from './journal-export.service.js';

@Module({
  imports: [JournalKeysModule, TypeOrmModule.forFeature([JournalExport])],
  providers: [EntryExportService, JournalArchiveService, JournalErasureService, JournalExportService],
  exports: [JournalArchiveService, JournalErasureService, JournalExportService],
})
export class JournalLeavingModule {}
