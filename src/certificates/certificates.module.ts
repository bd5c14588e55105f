import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Certificate, CertificatePrint } from './certificate.entity.js';
import { CertificateController } from './certificate.controller.js';
import { CertificateService } from './certificate.service.js';
import { VerificationController } from './verification.controller.js';
import { CertificatePrintService } from './certificate-print.service.js';
import { CertificateQueryService } from './certificate-query.service.js';
import { CertificateVerificationService } from './certificate-verification.service.js';

/** Printed certificates, for every module that issues them. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Certificate, CertificatePrint])],
  controllers: [CertificateController, VerificationController],
  providers: [CertificatePrintService, CertificateQueryService, CertificateService, CertificateVerificationService],
  exports: [CertificatePrintService, CertificateService, CertificateVerificationService],
})
export class CertificatesModule {}
