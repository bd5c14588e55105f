import { Module } from '@nestjs/common';
import { CeApprovalsModule } from './approvals/ce-approvals.module.js';
import { CeClaimsModule } from './claims/ce-claims.module.js';
import { CeLedgerModule } from './ledger/ce-ledger.module.js';
import { CeRostersModule } from './rosters/ce-rosters.module.js';
import { TranscriptsModule } from './transcripts/transcripts.module.js';

/** Credit for continuing education. Each topic has a module of its own. */
@Module({
  imports: [CeApprovalsModule, CeClaimsModule, CeLedgerModule, CeRostersModule, TranscriptsModule],
  exports: [CeApprovalsModule, CeClaimsModule, CeLedgerModule],
})
export class CeuModule {}
