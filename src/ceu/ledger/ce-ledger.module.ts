import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CeCompletion, CeEntry, CeRequirement } from './ce-entry.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { TranscriptsModule } from '../transcripts/transcripts.module.js';
import { AwardCertificateService } from './award-certificate.service.js';
import { CeAssessmentController } from './ce-assessment.controller.js';
import { CeAwardService } from './ce-award.service.js';
import { CeFiguresService } from './ce-figures.service.js';
import { CeLedgerQueryService } from './ce-ledger-query.service.js';
import { CeLedgerController } from './ce-ledger.controller.js';
import { CeLedgerService } from './ce-ledger.service.js';

@Module({
  imports: [
    CollegeModule,
    PeopleModule,
    TranscriptsModule,
    TypeOrmModule.forFeature([CeCompletion, CeEntry, CeRequirement]),
  ],
  controllers: [CeAssessmentController, CeLedgerController],
  providers: [AwardCertificateService, CeAwardService, CeFiguresService, CeLedgerQueryService, CeLedgerService],
  exports: [CeAwardService, CeLedgerService],
})
export class CeLedgerModule {}
