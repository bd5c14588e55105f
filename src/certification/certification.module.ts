import { Module } from '@nestjs/common';
import { CertificationApplicationsModule } from './applications/certification-applications.module.js';
import { BusinessDaysModule } from './calendar/business-days.module.js';
import { CertificationsModule } from './certifications/certifications.module.js';
import { DueProcessModule } from './due-process/due-process.module.js';
import { CertificationEvidenceModule } from './evidence/certification-evidence.module.js';
import { CertificationRenewalModule } from './renewal/certification-renewal.module.js';
import { CertificationSchemesModule } from './schemes/certification-schemes.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';

/** Schemes, and how people become and stay certified. Each topic has a module of its own. */
@Module({
  imports: [
    CertificationApplicationsModule,
    BusinessDaysModule,
    CertificationsModule,
    DueProcessModule,
    CertificationEvidenceModule,
    CertificationRenewalModule,
    CertificationSchemesModule,
    SupervisionModule,
  ],
  exports: [CertificationApplicationsModule, CertificationsModule, CertificationEvidenceModule],
})
export class CertificationModule {}
