import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Certificate, CertificateAddress, CertificatePrint } from './certificate.entity.js';
import { CertificateAddressService } from './certificate-address.service.js';
import { CertificateController } from './certificate.controller.js';
import { CertificateService } from './certificate.service.js';
import { VerificationController } from './verification.controller.js';
import { CertificatePrintService } from './certificate-print.service.js';
import { CertificateQueryService } from './certificate-query.service.js';
import { CertificateVerificationService } from './certificate-verification.service.js';

/** Printed certificates, for every module that issues them. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Certificate, CertificateAddress, CertificatePrint])],
  controllers: [CertificateController, VerificationController],
  providers: [
    CertificateAddressService,
    CertificatePrintService,
    CertificateQueryService,
    CertificateService,
    CertificateVerificationService,
  ],
  exports: [CertificatePrintService, CertificateService, CertificateVerificationService],
})
export class CertificatesModule {}
