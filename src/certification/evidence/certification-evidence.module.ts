import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PracticeLog, PracticeVerification } from './practice-log.entity.js';
import { EthicsSignature, TrainingEvidence } from './training-evidence.entity.js';
import { CertificationApplicationsModule } from '../applications/certification-applications.module.js';
import { EvidenceController } from './evidence.controller.js';
import { PracticeLogService } from './practice-log.service.js';
import { TrainingEvidenceService } from './training-evidence.service.js';

@Module({
  imports: [
    CertificationApplicationsModule,
    TypeOrmModule.forFeature([EthicsSignature, PracticeLog, PracticeVerification, TrainingEvidence]),
  ],
  controllers: [EvidenceController],
  providers: [PracticeLogService, TrainingEvidenceService],
  exports: [PracticeLogService, TrainingEvidenceService],
})
export class CertificationEvidenceModule {}
