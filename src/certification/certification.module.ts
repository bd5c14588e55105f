import { Module } from '@nestjs/common';
import { CeuModule } from '../ceu/ceu.module.js';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ApplicationController } from './applications/application.controller.js';
import { ApplicationService } from './applications/application.service.js';
import { AssessmentService } from './applications/assessment.service.js';
import { BusinessDays } from './calendar/business-day.service.js';
import { CertificationController } from './certifications/certification.controller.js';
import { CertificationService } from './certifications/certification.service.js';
import { RenewalEvidenceService } from './renewal/renewal-evidence.service.js';
import { DueProcessController } from './due-process/due-process.controller.js';
import { DueProcessService } from './due-process/due-process.service.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { TrainingEvidenceService } from './evidence/training-evidence.service.js';
import { ExternalCertificationService } from './certifications/external-certification.service.js';
import { ForecastService } from './renewal/forecast.service.js';
import { CertificationNoticeService } from './certifications/certification-notice.service.js';
import { PanelService } from './applications/panel.service.js';
import { PrintedCertificationService } from './certifications/printed-certification.service.js';
import { PeerSupportService } from './supervision/peer-support.service.js';
import { PracticeLogService } from './evidence/practice-log.service.js';
import { ReferenceService } from './applications/reference.service.js';
import { RetainedCertificateService } from './certifications/retained-certificate.service.js';
import { RenewalService } from './renewal/renewal.service.js';
import { RequirementSetService } from './schemes/requirement-set.service.js';
import { SchemeController } from './schemes/scheme.controller.js';
import { SchemeService } from './schemes/scheme.service.js';
import { SupervisionController } from './supervision/supervision.controller.js';
import { SupervisionService } from './supervision/supervision.service.js';

@Module({
  imports: [CollegeModule, CeuModule, PeopleModule],
  controllers: [
    SchemeController,
    ApplicationController,
    EvidenceController,
    CertificationController,
    DueProcessController,
    SupervisionController,
  ],
  providers: [
    ApplicationService,
    AssessmentService,
    BusinessDays,
    PrintedCertificationService,
    RetainedCertificateService,
    CertificationNoticeService,
    CertificationService,
    DueProcessService,
    TrainingEvidenceService,
    ExternalCertificationService,
    ForecastService,
    PanelService,
    PeerSupportService,
    PracticeLogService,
    ReferenceService,
    RenewalEvidenceService,
    RenewalService,
    RequirementSetService,
    SchemeService,
    SupervisionService,
  ],
  exports: [
    RetainedCertificateService,
    CertificationNoticeService,
    CertificationService,
    PanelService,
    PracticeLogService,
    ReferenceService,
    SchemeService,
  ],
})
export class CertificationModule {}
