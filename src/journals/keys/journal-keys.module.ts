import { Module } from '@nestjs/common';
import { JournalKeys } from './journal-keys.js';
import { JournalTransactions } from './journal-transactions.js';

@Module({
  providers: [JournalKeys, JournalTransactions],
  exports: [JournalKeys, JournalTransactions],
})
export class JournalKeysModule {}
