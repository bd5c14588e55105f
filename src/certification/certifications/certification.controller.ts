import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/access/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { CertificationDto, CertificationPage, CertificationQuery } from './certification.dto.js';
import { certificationRecord } from '../certification.personal.js';
import { CertificationService } from './certification.service.js';
import { CertificationBody, PeriodBody, VerificationBody } from './external-certification.dto.js';
import { ExternalCertificationService } from './external-certification.service.js';
import { ForecastDto, ForecastQuery } from '../renewal/forecast.dto.js';
import { ForecastService } from '../renewal/forecast.service.js';
import { RenewalBody, RenewalDecisionBody, RenewalPage } from '../renewal/renewal.dto.js';
import { RenewalService } from '../renewal/renewal.service.js';

@ApiTags('Certifications')
@Controller('certifications')
export class CertificationController {
  constructor(
    private readonly certifications: CertificationService,
    private readonly external: ExternalCertificationService,
    private readonly renewals: RenewalService,
    private readonly forecasts: ForecastService,
  ) {}

  /** My certifications; for coordinators and administrators everybody's. */
  @Get()
  @SignedIn()
  @Discloses(certificationRecord)
  list(@Me() me: Actor, @Query() query: CertificationQuery): Promise<CertificationPage> {
    return this.certifications.list(me, query);
  }

  /** Records an external certification. It counts once a coordinator has verified it (BR-104). */
  @Post()
  @Only('facilitator', 'coordinator')
  @Changes(certificationRecord)
  async record(@Me() me: Actor, @Body() body: CertificationBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.external.recordExternal(me, body));
  }

  /** One certification with every period it ever had. */
  @Get(':id')
  @SignedIn()
  @Discloses(certificationRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.certifications.one(me, id);
  }

  /** Adds a period to an external certification; it counts once a coordinator has verified it. */
  @Post(':id/periods')
  @Only('facilitator', 'coordinator')
  @Changes(certificationRecord)
  async addPeriod(@Me() me: Actor, @Id() id: string, @Body() body: PeriodBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.external.addPeriod(me, id, body));
  }

  /** Says that everything recorded so far was checked with the issuing body. */
  @Post(':id/verification')
  @Only('coordinator')
  @Changes(certificationRecord)
  async verify(@Me() me: Actor, @Id() id: string, @Body() body: VerificationBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.external.verify(me, id, body));
  }

  /** What is missing, by when, and what each choice leads to. */
  @Get(':id/forecast')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  forecast(@Me() me: Actor, @Id() id: string, @Query() { asOf }: ForecastQuery): Promise<ForecastDto> {
    return this.forecasts.of(me, id, asOf);
  }

  /** Requests to renew, oldest first. */
  @Get(':id/renewals')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  async listRenewals(@Me() me: Actor, @Id() id: string): Promise<RenewalPage> {
    return { items: await this.renewals.list(me, id), next: null };
  }

  /** Hands in my renewal, with the credits of this cycle and the code of ethics signed anew (BR-98 to BR-101). */
  @Post(':id/renewal')
  @SignedIn()
  @Changes(certificationRecord)
  async renew(@Me() me: Actor, @Id() id: string, @Body() body: RenewalBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.submit(me, id, body));
  }

  /** Asks for reinstatement after a lapse (BR-97). */
  @Post(':id/reinstatement')
  @SignedIn()
  @Changes(certificationRecord)
  async reinstate(@Me() me: Actor, @Id() id: string, @Body() body: RenewalBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.reinstate(me, id, body));
  }

  /** Decides on what was handed in: a period is added, or it goes back with reasons. */
  @Post(':id/renewal-decision')
  @Only('coordinator')
  @Changes(certificationRecord)
  async decideRenewal(@Me() me: Actor, @Id() id: string, @Body() body: RenewalDecisionBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.decideRenewal(me, id, body));
  }

  /** Lengthens a provisional certificate, once (BR-91). */
  @Post(':id/extension')
  @Only('coordinator')
  @Changes(certificationRecord)
  async extend(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.extend(me, id));
  }

  /** My certificate, ready to print, with a code that leads to its public page (I-42). */
  @Get(':id/certificate')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async print(@Me() me: Actor, @Id() id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.certifications.print(me, id), {
      type: 'application/pdf',
      disposition: 'attachment; filename="certificate.pdf"',
    });
  }

  /** Prints my certificate anew, in my name as it is now; the one before is superseded. */
  @Post(':id/certificate')
  @SignedIn()
  @Changes(certificationRecord)
  async reissue(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.certifications.one(me, await this.certifications.reissue(me, id));
  }
}
