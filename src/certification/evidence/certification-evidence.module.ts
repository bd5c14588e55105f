import { Module } from '@nestjs/common';
import { CertificationApplicationsModule } from '../applications/certification-applications.module.js';
import { EvidenceController } from './evidence.controller.js';
import { PracticeLogService } from './practice-log.service.js';
import { TrainingEvidenceService } from './training-evidence.service.js';

@Module({
  imports: [CertificationApplicationsModule],
  controllers: [EvidenceController],
  providers: [PracticeLogService, TrainingEvidenceService],
  exports: [PracticeLogService, TrainingEvidenceService],
})
export class CertificationEvidenceModule {}
