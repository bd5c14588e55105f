import { Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { Id } from '../platform/http/id.param.js';
import { ShortListQuery } from '../platform/http/page-query.dto.js';
import { shortPage } from '../platform/http/pagination.js';
import { Wants } from '../platform/http/wants.js';
import { CertificateDto, CertificatePage } from './certificate.dto.js';
import { CertificateService } from './certificate.service.js';
import { CertificatePrintService } from './certificate-print.service.js';
import { CertificateQueryService } from './certificate-query.service.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { certificatesRefusals } from './certificates.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';
import { Makes } from '../platform/openapi/location.js';

@ApiTags('Certificates')
@ApiExtraModels(CertificateDto)
@Controller()
export class CertificateController {
  constructor(
    private readonly certificates: CertificateService,
    private readonly queries: CertificateQueryService,
    private readonly prints: CertificatePrintService,
  ) {}

  /** Everything that was issued to me, newest first; at most 200. */
  @Get('me/certificates')
  @SignedIn()
  async mine(@Me() me: Actor, @Query() page: ShortListQuery): Promise<CertificatePage> {
    return shortPage(await this.queries.allMine(me), page);
  }

  /**
   * My certificate: as JSON, or with `Accept: application/pdf` ready to print. 422 `pdf_name_not_printable` when no
   * font has a character of the name: choose another one at `PATCH /me/names`, and issue the certificate anew.
   */
  @Get(['certificates/:id', 'certificates/:id.pdf'])
  @Refuses(platformRefusals.keys_out_of_reach, certificatesRefusals.pdf_name_not_printable)
  @SignedIn()
  @ClosedAfterCard()
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(CertificateDto) } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  })
  async read(
    @Me() me: Actor,
    @Id() id: string,
    @Wants('application/pdf') pdf: boolean,
  ): Promise<CertificateDto | StreamableFile> {
    if (!pdf) return this.queries.mine(me, id);
    return new StreamableFile(await this.prints.print(me, id), {
      type: 'application/pdf',
      disposition: 'attachment; filename="certificate.pdf"',
    });
  }

  /**
   * Issues my certificate once more, in the name that I want printed now. The one before is superseded, never changed.
   */
  @Post('certificates/:id/reissue')
  @Makes(true)
  @Refuses(platformRefusals.changed_meanwhile)
  @SignedIn()
  @ClosedAfterCard()
  async reissue(@Me() me: Actor, @Id('id') id: string): Promise<CertificateDto> {
    return this.queries.mine(me, await this.certificates.reissue(me, id));
  }
}
