import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CeEvidenceFile, ExternalCeClaim } from './external-ce-claim.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { CeLedgerModule } from '../ledger/ce-ledger.module.js';
import { CeClaimReviewService } from './ce-claim-review.service.js';
import { CeClaimController } from './ce-claim.controller.js';
import { CeClaimService } from './ce-claim.service.js';
import { CeEvidenceService } from './ce-evidence.service.js';

@Module({
  imports: [CeLedgerModule, CollegeModule, TypeOrmModule.forFeature([CeEvidenceFile, ExternalCeClaim])],
  controllers: [CeClaimController],
  providers: [CeClaimReviewService, CeClaimService, CeEvidenceService],
  exports: [CeEvidenceService],
})
export class CeClaimsModule {}
