import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  Certification,
  CertificationNotice,
  CertificationPeriod,
  CertificationRegister,
} from './certification.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { CertificationNoticeService } from './certification-notice.service.js';
import { CertificationController } from './certification.controller.js';
import { CertificationService } from './certification.service.js';
import { ExternalCertificationService } from './external-certification.service.js';
import { PrintedCertificationService } from './printed-certification.service.js';
import { RetainedCertificateService } from './retained-certificate.service.js';
import { CertificationQueryService } from './certification-query.service.js';

@Module({
  imports: [
    CollegeModule,
    PeopleModule,
    TypeOrmModule.forFeature([Certification, CertificationNotice, CertificationPeriod, CertificationRegister]),
  ],
  controllers: [CertificationController],
  providers: [
    CertificationNoticeService,
    CertificationQueryService,
    CertificationService,
    ExternalCertificationService,
    PrintedCertificationService,
    RetainedCertificateService,
  ],
  exports: [CertificationNoticeService, CertificationQueryService, CertificationService, RetainedCertificateService],
})
export class CertificationsModule {}
