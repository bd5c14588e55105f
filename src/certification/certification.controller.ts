import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { Id } from '../platform/http/id.param.js';
import {
  CertificationBody, CertificationDto, CertificationPage, CertificationQuery, PeerTracksBody, PeerTracksDto, PeriodBody, SchemeBody, SchemeDto, SchemePage,
  SchemeQuery, VerificationBody,
} from './certification.dto.js';
import { Certifications } from './certification.service.js';
import { Schemes } from './scheme.service.js';

@Controller()
export class CertificationController {
  constructor(
    private readonly certifications: Certifications,
    private readonly schemes: Schemes,
  ) {}

  /** Schemes under which people are certified, by name. */
  @Get('certification-schemes') @SignedIn()
  listSchemes(@Query() query: SchemeQuery): Promise<SchemePage> {
    return this.schemes.list(query);
  }

  /** Adds an external scheme. */
  @Post('certification-schemes') @Only('coordinator', 'administrator')
  async addScheme(@Me() me: Actor, @Body() body: SchemeBody): Promise<SchemeDto> {
    return this.schemes.one(await this.schemes.add(me, body));
  }

  /** One scheme. */
  @Get('certification-schemes/:id') @SignedIn()
  readScheme(@Id('id') id: string): Promise<SchemeDto> {
    return this.schemes.one(id);
  }

  /** My certifications; for coordinators and administrators everybody's. */
  @Get('certifications') @SignedIn()
  list(@Me() me: Actor, @Query() query: CertificationQuery): Promise<CertificationPage> {
    return this.certifications.list(me, query);
  }

  /** Records an external certification. It counts once a coordinator has verified it. */
  @Post('certifications') @Only('facilitator', 'coordinator')
  async record(@Me() me: Actor, @Body() body: CertificationBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.certifications.record(me, body));
  }

  /** One certification with every period it ever had. */
  @Get('certifications/:id') @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<CertificationDto> {
    return this.certifications.one(me, id);
  }

  /** Adds a period; it counts once a coordinator has verified it. */
  @Post('certifications/:id/renewal') @Only('facilitator', 'coordinator')
  async renew(@Me() me: Actor, @Id('id') id: string, @Body() body: PeriodBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.certifications.renew(me, id, body));
  }

  /** Says that everything recorded so far was checked with the issuing body. */
  @Post('certifications/:id/verification') @Only('coordinator')
  async verify(@Me() me: Actor, @Id('id') id: string, @Body() body: VerificationBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.certifications.verify(me, id, body));
  }

  /** The tracks in which a peer may facilitate a course. */
  @Get('courses/:id/peer-tracks') @Only('facilitator', 'coordinator', 'administrator')
  peerTracks(@Id('id') id: string): Promise<PeerTracksDto> {
    return this.schemes.peerTracks(id);
  }

  /** Sets the tracks in which a peer may facilitate a course. */
  @Put('courses/:id/peer-tracks') @Only('coordinator', 'administrator')
  async setPeerTracks(@Me() me: Actor, @Id('id') id: string, @Body() body: PeerTracksBody): Promise<PeerTracksDto> {
    await this.schemes.setPeerTracks(me, id, body);
    return this.schemes.peerTracks(id);
  }
}
