import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificationRenewal, RenewalCredit, RenewalDecision } from './certification-renewal.entity.js';
import { CeuModule } from '../../ceu/ceu.module.js';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { CertificationSchemesModule } from '../schemes/certification-schemes.module.js';
import { ForecastService } from './forecast.service.js';
import { RenewalEvidenceService } from './renewal-evidence.service.js';
import { RenewalController } from './renewal.controller.js';
import { RenewalService } from './renewal.service.js';
import { RenewalDecisionService } from './renewal-decision.service.js';

@Module({
  imports: [
    CertificationSchemesModule,
    CertificationsModule,
    CeuModule,
    TypeOrmModule.forFeature([CertificationRenewal, RenewalCredit, RenewalDecision]),
  ],
  controllers: [RenewalController],
  providers: [ForecastService, RenewalDecisionService, RenewalEvidenceService, RenewalService],
})
export class CertificationRenewalModule {}
