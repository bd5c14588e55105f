import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { CertificationDto, CertificationPage, CertificationQuery } from './certification.dto.js';
import { certificationRecord } from '../certification.personal.js';
import { CertificationService } from './certification.service.js';
import { CertificationBody, PeriodBody, VerificationBody } from './external-certification.dto.js';
import { ExternalCertificationService } from './external-certification.service.js';
import { CertificationQueryService } from './certification-query.service.js';
import { PrintedCertificationService } from './printed-certification.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Certifications')
@Controller('certifications')
export class CertificationController {
  constructor(
    private readonly queries: CertificationQueryService,
    private readonly certifications: CertificationService,
    private readonly prints: PrintedCertificationService,
    private readonly external: ExternalCertificationService,
  ) {}

  /** My certifications; for coordinators and administrators everybody's. */
  @Get()
  @SignedIn()
  @Discloses(certificationRecord)
  list(@Me() me: Actor, @Query() query: CertificationQuery): Promise<CertificationPage> {
    return this.queries.list(me, query);
  }

  /** Records an external certification. It counts once a coordinator has verified it (BR-104). */
  @Post()
  @Refuses(
    certificationRefusals.period_ends_before_start,
    certificationRefusals.certification_recorded,
    platformRefusals.not_found,
    certificationRefusals.scheme_is_of_college,
  )
  @Only('facilitator', 'coordinator')
  @Changes(certificationRecord)
  async record(@Me() me: Actor, @Body() body: CertificationBody): Promise<CertificationDto> {
    return this.queries.one(me, await this.external.recordExternal(me, body));
  }

  /** One certification with every period it ever had. */
  @Get(':id')
  @SignedIn()
  @Discloses(certificationRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.queries.one(me, id);
  }

  /** Adds a period to an external certification; it counts once a coordinator has verified it. */
  @Post(':id/periods')
  @Refuses(
    certificationRefusals.period_ends_before_start,
    certificationRefusals.certification_periods_overlap,
    certificationRefusals.scheme_is_of_college,
  )
  @Only('facilitator', 'coordinator')
  @Changes(certificationRecord)
  async addPeriod(@Me() me: Actor, @Id() id: string, @Body() body: PeriodBody): Promise<CertificationDto> {
    return this.queries.one(me, await this.external.addPeriod(me, id, body));
  }

  /** Says that everything recorded so far was checked with the issuing body. */
  @Post(':id/verification')
  @Refuses(certificationRefusals.period_verified, certificationRefusals.self_verified)
  @Only('coordinator')
  @Changes(certificationRecord)
  async verify(@Me() me: Actor, @Id() id: string, @Body() body: VerificationBody): Promise<CertificationDto> {
    return this.queries.one(me, await this.external.verify(me, id, body));
  }

  /** My certificate, ready to print, with a code that leads to its public page (I-42). */
  @Get(':id/certificate')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(certificationRecord, { inPath: 'id' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async print(@Me() me: Actor, @Id() id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.prints.print(me, id), {
      type: 'application/pdf',
      disposition: 'attachment; filename="certificate.pdf"',
    });
  }

  /** Prints my certificate anew, in my name as it is now; the one before is superseded. */
  @Post(':id/certificate')
  @ApiOperation({ operationId: 'reissueCertificationCertificate' })
  @SignedIn()
  @ClosedAfterCard()
  @Changes(certificationRecord)
  async reissue(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.queries.one(me, await this.certifications.reissue(me, id));
  }
}
