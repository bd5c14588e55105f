import { Module } from '@nestjs/common';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { CertificationEvidenceModule } from '../evidence/certification-evidence.module.js';
import { PeerSupportService } from './peer-support.service.js';
import { SupervisionController } from './supervision.controller.js';
import { SupervisionService } from './supervision.service.js';

@Module({
  imports: [CertificationEvidenceModule, CertificationsModule],
  controllers: [SupervisionController],
  providers: [PeerSupportService, SupervisionService],
})
export class SupervisionModule {}
