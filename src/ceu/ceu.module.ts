import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { CeApprovalController } from './approvals/ce-approval.controller.js';
import { CeApprovalService } from './approvals/ce-approval.service.js';
import { CeAssessmentController } from './ledger/ce-assessment.controller.js';
import { CeAwardService } from './ledger/ce-award.service.js';
import { CeClaimController } from './claims/ce-claim.controller.js';
import { CeClaimReviewService } from './claims/ce-claim-review.service.js';
import { CeClaimService } from './claims/ce-claim.service.js';
import { CeConfigurationController } from './approvals/ce-configuration.controller.js';
import { CeConfigurationService } from './approvals/ce-configuration.service.js';
import { CeEvidenceService } from './claims/ce-evidence.service.js';
import { CeFiguresService } from './ledger/ce-figures.service.js';
import { CeLedgerController } from './ledger/ce-ledger.controller.js';
import { CeLedgerService } from './ledger/ce-ledger.service.js';
import { CeLedgerQueryService } from './ledger/ce-ledger-query.service.js';
import { AwardCertificateService } from './ledger/award-certificate.service.js';
import { TranscriptReleaseService } from './transcripts/transcript-release.service.js';
import { CeRosterController } from './rosters/ce-roster.controller.js';
import { CeRosterService } from './rosters/ce-roster.service.js';
import { TranscriptController } from './transcripts/transcript.controller.js';
import { TranscriptService } from './transcripts/transcript.service.js';

@Module({
  imports: [CollegeModule, CoursesModule, PeopleModule],
  controllers: [
    CeApprovalController,
    CeConfigurationController,
    CeLedgerController,
    CeAssessmentController,
    CeClaimController,
    TranscriptController,
    CeRosterController,
  ],
  providers: [
    CeApprovalService,
    CeAwardService,
    CeClaimReviewService,
    CeClaimService,
    CeConfigurationService,
    CeEvidenceService,
    CeFiguresService,
    CeLedgerService,
    CeLedgerQueryService,
    AwardCertificateService,
    CeRosterService,
    TranscriptReleaseService,
    TranscriptService,
  ],
  exports: [CeAwardService, CeEvidenceService, CeLedgerService],
})
export class CeuModule {}
