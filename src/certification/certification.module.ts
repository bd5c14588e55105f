import { Module } from '@nestjs/common';
import { CeuModule } from '../ceu/ceu.module.js';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ApplicationsController } from './application.controller.js';
import { Applications } from './application.service.js';
import { Assessments } from './assessment.service.js';
import { BusinessDays } from './business-days.js';
import { CertificationsController } from './certification.controller.js';
import { Certifications } from './certification.service.js';
import { RenewalCredits } from './credit.service.js';
import { DueProcessController } from './due-process.controller.js';
import { DueProcess } from './due-process.service.js';
import { EvidenceController } from './evidence.controller.js';
import { Evidence } from './evidence.service.js';
import { ExternalCertifications } from './external.service.js';
import { Forecasts } from './forecast.service.js';
import { CertificationNotices } from './notice.service.js';
import { Panels } from './panel.service.js';
import { CertificatePapers } from './paper.service.js';
import { PeerSupport } from './peer-support.service.js';
import { Practice } from './practice.service.js';
import { References } from './reference.service.js';
import { CertificateRegister } from './register.service.js';
import { Renewals } from './renewal.service.js';
import { RequirementSets } from './requirement-set.service.js';
import { SchemesController } from './scheme.controller.js';
import { Schemes } from './scheme.service.js';
import { SupervisionController } from './supervision.controller.js';
import { Supervisions } from './supervision.service.js';

@Module({
  imports: [CollegeModule, CeuModule, PeopleModule],
  controllers: [
    SchemesController,
    ApplicationsController,
    EvidenceController,
    CertificationsController,
    DueProcessController,
    SupervisionController,
  ],
  providers: [
    Applications,
    Assessments,
    BusinessDays,
    CertificatePapers,
    CertificateRegister,
    CertificationNotices,
    Certifications,
    DueProcess,
    Evidence,
    ExternalCertifications,
    Forecasts,
    Panels,
    PeerSupport,
    Practice,
    References,
    RenewalCredits,
    Renewals,
    RequirementSets,
    Schemes,
    Supervisions,
  ],
  exports: [CertificateRegister, CertificationNotices, Certifications, Panels, Practice, References, Schemes],
})
export class CertificationModule {}
