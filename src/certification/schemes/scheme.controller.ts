import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { examples } from './examples/examples.js';
import { RequirementSetService } from './requirement-set.service.js';
import {
  PeerTracksBody,
  PeerTracksDto,
  RequirementSetBody,
  RequirementSetDto,
  RequirementSetPage,
  SchemeBody,
  SchemeDto,
  SchemeExamplePage,
  SchemePage,
  SchemeQuery,
} from './scheme.dto.js';
import { SchemeService } from './scheme.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Schemes')
@Controller()
export class SchemeController {
  constructor(
    private readonly schemes: SchemeService,
    private readonly sets: RequirementSetService,
  ) {}

  /** Schemes under which people are certified, by name. */
  @Get('certification-schemes')
  @SignedIn()
  listSchemes(@Query() query: SchemeQuery): Promise<SchemePage> {
    return this.schemes.list(query);
  }

  /** Adds a scheme: an external one, or by an administrator one of the college's own. */
  @Post('certification-schemes')
  @Refuses(certificationRefusals.issuer_unnamed)
  @Only('coordinator', 'administrator')
  async addScheme(@Me() me: Actor, @Body() body: SchemeBody): Promise<SchemeDto> {
    return this.schemes.one(await this.schemes.add(me, body));
  }

  /** Terms to start from when the college writes its own, modelled on schemes in use. */
  @Get('certification-scheme-examples')
  @Only('coordinator', 'administrator')
  listExamples(@Query() page: ShortListQuery): SchemeExamplePage {
    return shortPage(examples, page);
  }

  /** One scheme. */
  @Get('certification-schemes/:id')
  @SignedIn()
  readScheme(@Id('id') id: string): Promise<SchemeDto> {
    return this.schemes.one(id);
  }

  /** What the scheme asked for and asks for, newest first. */
  @Get('certification-schemes/:id/requirement-sets')
  @SignedIn()
  async listSets(@Id('id') id: string, @Query() page: ShortListQuery): Promise<RequirementSetPage> {
    return shortPage(await this.sets.list(id), page);
  }

  /**
   * Says what the scheme asks for from a day on. Applications handed in before keep what they were handed in under
   * (BR-86).
   */
  @Post('certification-schemes/:id/requirement-sets')
  @Refuses(
    certificationRefusals.scheme_is_external,
    certificationRefusals.set_not_later,
    certificationRefusals.terms_do_not_fit,
  )
  @Only('administrator')
  async addSet(@Me() me: Actor, @Id('id') id: string, @Body() body: RequirementSetBody): Promise<RequirementSetDto> {
    return this.sets.one(await this.sets.add(me, id, body));
  }

  /** One requirement set. */
  @Get('requirement-sets/:id')
  @SignedIn()
  readSet(@Id('id') id: string): Promise<RequirementSetDto> {
    return this.sets.one(id);
  }

  /** The tracks in which a peer may facilitate a course. */
  @Get('courses/:id/peer-tracks')
  @Only('facilitator', 'coordinator', 'administrator')
  peerTracks(@Id('id') id: string): Promise<PeerTracksDto> {
    return this.schemes.peerTracks(id);
  }

  /** Sets the tracks in which a peer may facilitate a course. Needs If-Match. */
  @Put('courses/:id/peer-tracks')
  @Only('coordinator', 'administrator')
  async setPeerTracks(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() body: PeerTracksBody,
  ): Promise<PeerTracksDto> {
    await this.schemes.setPeerTracks(me, id, expected, body);
    return this.schemes.peerTracks(id);
  }
}
