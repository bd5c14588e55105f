import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { CeLedgerModule } from '../ledger/ce-ledger.module.js';
import { CeClaimReviewService } from './ce-claim-review.service.js';
import { CeClaimController } from './ce-claim.controller.js';
import { CeClaimService } from './ce-claim.service.js';
import { CeEvidenceService } from './ce-evidence.service.js';

@Module({
  imports: [CeLedgerModule, CollegeModule],
  controllers: [CeClaimController],
  providers: [CeClaimReviewService, CeClaimService, CeEvidenceService],
  exports: [CeEvidenceService],
})
export class CeClaimsModule {}
