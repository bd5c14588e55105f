import { Global, Module } from '@nestjs/common';
import { CertificatesController } from './certificates.controller.js';
import { Credentials } from './credentials.service.js';
import { VerificationController } from './verification.controller.js';

/** Printed credentials, for every module that issues them. */
@Global()
@Module({
  controllers: [CertificatesController, VerificationController],
  providers: [Credentials],
  exports: [Credentials],
})
export class CredentialsModule {}
