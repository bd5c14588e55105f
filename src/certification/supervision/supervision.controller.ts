import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { supervisionRecord } from '../certification.personal.js';
import { PeerSupportDto } from './peer-support.dto.js';
import { PeerSupportService } from './peer-support.service.js';
import {
  PeerMeetingBody,
  PeerMeetingDto,
  PeerMeetingPage,
  SupervisionBody,
  SupervisionDto,
  SupervisionNoteBody,
  SupervisionNoteDto,
  SupervisionNotePage,
  SupervisionPage,
  SupervisionQuery,
} from './supervision.dto.js';
import { SupervisionService } from './supervision.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class SupervisionController {
  constructor(
    private readonly supervisions: SupervisionService,
    private readonly support: PeerSupportService,
  ) {}

  /** What the college does for me as a peer: training, supervision, contact with other peers. */
  @Get('me/peer-support')
  @SignedIn()
  mySupport(@Me() me: Actor): Promise<PeerSupportDto> {
    return this.support.mine(me);
  }

  /** My supervisions, from either side; for staff all. */
  @Get('supervisions')
  @SignedIn()
  @Discloses(supervisionRecord)
  list(@Me() me: Actor, @Query() query: SupervisionQuery): Promise<SupervisionPage> {
    return this.supervisions.list(me, query);
  }

  /** Arranges who supervises whom. */
  @Post('supervisions')
  @Refuses(
    certificationRefusals.certification_person_unknown,
    certificationRefusals.supervised_already,
    certificationRefusals.supervises_oneself,
    certificationRefusals.works_with_peers_missing,
  )
  @Only('coordinator')
  @Changes(supervisionRecord)
  async begin(@Me() me: Actor, @Body() body: SupervisionBody): Promise<SupervisionDto> {
    return this.supervisions.one(me, await this.supervisions.begin(me, body));
  }

  /** One supervision. */
  @Get('supervisions/:id')
  @SignedIn()
  @Discloses(supervisionRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<SupervisionDto> {
    return this.supervisions.one(me, id);
  }

  /** Ends a supervision; what was written stays. */
  @Post('supervisions/:id/ending')
  @Refuses(certificationRefusals.supervision_over)
  @Only('coordinator')
  @Changes(supervisionRecord)
  async end(@Me() me: Actor, @Id() id: string): Promise<SupervisionDto> {
    return this.supervisions.one(me, await this.supervisions.end(me, id));
  }

  /** Notes about practice, for the two alone. */
  @Get('supervisions/:id/notes')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @Discloses(supervisionRecord, { inPath: 'id' })
  async notes(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<SupervisionNotePage> {
    return shortPage(await this.supervisions.notes(me, id), page);
  }

  /** Writes a note about practice, as the supervisor. */
  @Post('supervisions/:id/notes')
  @Refuses(certificationRefusals.not_done_yet, certificationRefusals.supervision_over)
  @Only('facilitator', 'coordinator', 'administrator')
  @Changes(supervisionRecord, { inPath: 'id' })
  async write(@Me() me: Actor, @Id() id: string, @Body() body: SupervisionNoteBody): Promise<SupervisionNoteDto> {
    return this.supervisions.note(me, await this.supervisions.write(me, id, body));
  }

  /** Meetings of peers with peers, the latest first. */
  @Get('peer-meetings')
  @Only('facilitator', 'coordinator')
  async meetings(@Me() me: Actor, @Query() page: ShortListQuery): Promise<PeerMeetingPage> {
    return shortPage(await this.support.list(me), page);
  }

  /** Arranges a meeting of peers. */
  @Post('peer-meetings')
  @Only('facilitator', 'coordinator')
  async arrange(@Me() me: Actor, @Body() body: PeerMeetingBody): Promise<PeerMeetingDto> {
    return this.support.meeting(me, await this.support.arrange(me, body));
  }

  /** Says that I was there, or will be. */
  @Post('peer-meetings/:id/attendance')
  @Only('facilitator', 'coordinator')
  async attend(@Me() me: Actor, @Id() id: string): Promise<PeerMeetingDto> {
    return this.support.meeting(me, await this.support.attend(me, id));
  }
}
