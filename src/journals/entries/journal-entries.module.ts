import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalEntry, JournalVersion } from './journal-entry.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { JournalKeysModule } from '../keys/journal-keys.module.js';
import { JournalSharingModule } from '../sharing/journal-sharing.module.js';
import { JournalEntryController } from './journal-entry.controller.js';
import { JournalEntryService } from './journal-entry.service.js';
import { JournalQueryService } from './journal-query.service.js';
import { JournalSearchService } from './journal-search.service.js';

@Module({
  imports: [
    CollegeModule,
    JournalKeysModule,
    JournalSharingModule,
    TypeOrmModule.forFeature([JournalEntry, JournalVersion]),
  ],
  controllers: [JournalEntryController],
  providers: [JournalEntryService, JournalQueryService, JournalSearchService],
})
export class JournalEntriesModule {}
