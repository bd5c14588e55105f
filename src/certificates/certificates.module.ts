import { Global, Module } from '@nestjs/common';
import { CertificateController } from './certificate.controller.js';
import { CertificateService } from './certificate.service.js';
import { VerificationController } from './verification.controller.js';

/** Printed credentials, for every module that issues them. */
@Global()
@Module({
  controllers: [CertificateController, VerificationController],
  providers: [CertificateService],
  exports: [CertificateService],
})
export class CertificatesModule {}
