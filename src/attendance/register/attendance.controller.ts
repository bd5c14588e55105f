import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { AttendanceDto, AttendancePage } from './attendance.dto.js';
import { attendanceRecord, registerRecord } from '../attendance.personal.js';
import { AttendanceService } from './attendance.service.js';
import { CorrectionBody } from './register.dto.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class AttendanceController {
  constructor(private readonly attendances: AttendanceService) {}

  /** How one person attended one session, with everything that was ever recorded about it. */
  @Get('attendance/:id')
  @Refuses(sessionsRefusals.roster_closed)
  @SignedIn()
  @Discloses(attendanceRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<AttendanceDto> {
    return this.attendances.one(me, id);
  }

  /** Corrects a mark, also after the lock; the mark before stays on record. */
  @Post('attendance/:id/corrections')
  @Refuses(attendanceRefusals.no_minutes_when_absent, platformRefusals.own_record, attendanceRefusals.times_missing)
  @Only('coordinator')
  @Changes(attendanceRecord)
  async correct(@Me() me: Actor, @Id() id: string, @Body() body: CorrectionBody): Promise<AttendanceDto> {
    return this.attendances.one(me, await this.attendances.correct(me, id, body));
  }

  /** How somebody attended the sessions of one enrolment, by start; at most 200. */
  @Get('enrolments/:id/attendance')
  @Refuses(sessionsRefusals.roster_closed)
  @SignedIn()
  @Discloses(registerRecord, { inPath: 'id' })
  async ofEnrolment(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<AttendancePage> {
    return shortPage(await this.attendances.ofEnrolment(me, id), page);
  }
}
