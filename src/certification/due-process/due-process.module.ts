import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificationAct, CertificationActWords } from './certification-act.entity.js';
import { BusinessDaysModule } from '../calendar/business-days.module.js';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { DueProcessController } from './due-process.controller.js';
import { CertificationActService } from './certification-act.service.js';
import { InactivationService } from './inactivation.service.js';
import { RevocationService } from './revocation.service.js';
import { SuspensionService } from './suspension.service.js';

@Module({
  imports: [
    BusinessDaysModule,
    CertificationsModule,
    TypeOrmModule.forFeature([CertificationAct, CertificationActWords]),
  ],
  controllers: [DueProcessController],
  providers: [CertificationActService, InactivationService, RevocationService, SuspensionService],
})
export class DueProcessModule {}
