import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiExtraModels, ApiOkResponse, ApiParam, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../platform/access/access.decorators.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Wants } from '../platform/http/wants.js';
import { Limited } from '../platform/limits/rate-limits.js';
import { htmlPagePolicy } from '../platform/text/html-page.js';
import { VerificationDto } from './certificate.dto.js';
import { verificationPage } from './verification-page.js';
import { CertificateVerificationService } from './certificate-verification.service.js';

@ApiExtraModels(VerificationDto)
@Controller('verify')
export class VerificationController {
  constructor(private readonly verifications: CertificateVerificationService) {}

  /**
   * Whether the certificate in your hand is good: valid, expired, suspended, inactive, revoked, superseded or
   * withdrawn, and nothing more. A page for a person, JSON for a program.
   */
  @Get([':token', ':token.html'])
  @ApiOperation({ operationId: 'verifyCertificate' })
  @Public()
  @Limited('public-read')
  @ApiParam({ name: 'token', description: 'What the code on the certificate leads to.' })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(VerificationDto) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async verify(
    @Param('token') token: string,
    @Wants('text/html') page: boolean,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VerificationDto | StreamableFile> {
    const status = await this.verifications.verify(token.trim());
    if (page) {
      reply.code(status ? 200 : 404).header('content-security-policy', htmlPagePolicy);
      return new StreamableFile(Buffer.from(verificationPage(status)), { type: 'text/html; charset=utf-8' });
    }
    if (!status) throw refuse(platformRefusals.not_found);
    return { status };
  }
}
