import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { CeApprovalsController } from './approval.controller.js';
import { CeApprovals } from './approval.service.js';
import { CeAssessmentsController } from './assessment.controller.js';
import { CeAwards } from './award.service.js';
import { CeClaimsController } from './claim.controller.js';
import { CeClaimReviews } from './claim-review.service.js';
import { CeClaims } from './claim.service.js';
import { CeConfigurationsController } from './configuration.controller.js';
import { CeConfigurations } from './configuration.service.js';
import { CeEvidence } from './evidence.service.js';
import { CeFigures } from './figures.service.js';
import { CeLedgerController } from './ledger.controller.js';
import { CeLedger } from './ledger.service.js';
import { CeLedgerReads } from './ledger-reads.service.js';
import { CePapers } from './papers.service.js';
import { TranscriptReleases } from './release.service.js';
import { CeRostersController } from './roster.controller.js';
import { CeRosters } from './roster.service.js';
import { TranscriptsController } from './transcript.controller.js';
import { Transcripts } from './transcript.service.js';

@Module({
  imports: [CollegeModule, CoursesModule, PeopleModule],
  controllers: [
    CeApprovalsController,
    CeConfigurationsController,
    CeLedgerController,
    CeAssessmentsController,
    CeClaimsController,
    TranscriptsController,
    CeRostersController,
  ],
  providers: [
    CeApprovals,
    CeAwards,
    CeClaimReviews,
    CeClaims,
    CeConfigurations,
    CeEvidence,
    CeFigures,
    CeLedger,
    CeLedgerReads,
    CePapers,
    CeRosters,
    TranscriptReleases,
    Transcripts,
  ],
  exports: [CeAwards, CeEvidence, CeLedger],
})
export class CeuModule {}
