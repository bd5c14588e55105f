import { Module } from '@nestjs/common';
import { JournalKeys } from './journal-keys.js';
import { JournalTransactions } from './journal-transactions.js';
import { SealedJournalService } from './sealed-journal.service.js';

@Module({
  providers: [JournalKeys, JournalTransactions, SealedJournalService],
  exports: [JournalKeys, JournalTransactions, SealedJournalService],
})
export class JournalKeysModule {}
