import { Controller, Get, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { AgendaPage, AgendaQuery } from './agenda.dto.js';
import { AgendaService } from './agenda.service.js';
import { JoiningDto, MaterialsDto } from './join-link.dto.js';
import { JoinLinkService } from './join-link.service.js';
import { RosterPage, RosterQuery } from './roster.dto.js';
import { RosterService } from './roster.service.js';
import { rosterRecord } from '../timetable.personal.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { timetableRefusals } from '../timetable.refusals.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class TimetableController {
  constructor(
    private readonly agenda: AgendaService,
    private readonly joinLinks: JoinLinkService,
    private readonly rosters: RosterService,
  ) {}

  /** What I attend and what I facilitate, in one list by start. */
  @Get('me/agenda')
  @SignedIn()
  mine(@Me() me: Actor, @Query() query: AgendaQuery): Promise<AgendaPage> {
    return this.agenda.mine(me, query);
  }

  /** The materials of a run, for those on it, in every form that there is. */
  @Get('runs/:id/materials')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  materials(@Me() me: Actor, @Id('id') id: string): Promise<MaterialsDto> {
    return this.joinLinks.materials(me, id);
  }

  /** Who comes to a run; for its co-facilitators, in the weeks around it (BR-37, BR-38). Each reading is recorded. */
  @Get('runs/:id/roster')
  @Refuses(sessionsRefusals.roster_closed)
  @Only('facilitator')
  @Discloses(rosterRecord, { ownRecording: true })
  roster(@Me() me: Actor, @Id('id') id: string, @Query() query: RosterQuery): Promise<RosterPage> {
    return this.rosters.of(me, id, query);
  }

  /** The link to join a session online; for those on the run, around the session only (I-14). */
  @Get('sessions/:id/joining')
  @Refuses(platformRefusals.forbidden, timetableRefusals.join_window_closed, timetableRefusals.no_join_link)
  @SignedIn()
  join(@Me() me: Actor, @Id('id') id: string): Promise<JoiningDto> {
    return this.joinLinks.join(me, id);
  }
}
