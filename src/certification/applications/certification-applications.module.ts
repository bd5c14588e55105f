import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  ApplicationAppeal,
  CertificationApplication,
  CertificationAssessment,
} from './certification-application.entity.js';
import { CertificationReference } from './certification-reference.entity.js';
import { PanelDecision, PanelMember } from './panel-decision.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { BusinessDaysModule } from '../calendar/business-days.module.js';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { CertificationSchemesModule } from '../schemes/certification-schemes.module.js';
import { ApplicationController } from './application.controller.js';
import { ApplicationService } from './application.service.js';
import { AssessmentService } from './assessment.service.js';
import { PanelService } from './panel.service.js';
import { ReferenceService } from './reference.service.js';
import { ApplicationAppealService } from './application-appeal.service.js';
import { ApplicationQueryService } from './application-query.service.js';

@Module({
  imports: [
    BusinessDaysModule,
    CertificationSchemesModule,
    CertificationsModule,
    CollegeModule,
    TypeOrmModule.forFeature([
      ApplicationAppeal,
      CertificationApplication,
      CertificationAssessment,
      CertificationReference,
      PanelDecision,
      PanelMember,
    ]),
  ],
  controllers: [ApplicationController],
  providers: [
    ApplicationAppealService,
    ApplicationQueryService,
    ApplicationService,
    AssessmentService,
    PanelService,
    ReferenceService,
  ],
  exports: [ApplicationQueryService, ApplicationService, AssessmentService, PanelService, ReferenceService],
})
export class CertificationApplicationsModule {}
