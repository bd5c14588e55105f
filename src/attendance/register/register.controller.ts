import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { AttendanceDto, CheckInBody, CheckInCodeDto } from './attendance.dto.js';
import { attendanceRecord, dropInRecord, registerRecord } from '../attendance.personal.js';
import { AttendanceService } from './attendance.service.js';
import { DropInBody, DropInDto, DropInPage } from './drop-in.dto.js';
import { DropInService } from './drop-in.service.js';
import { OwnAttendanceService } from './own-attendance.service.js';
import { RegisterBody, RegisterDto, RegisterResultsDto } from './register.dto.js';
import { RegisterService } from './register.service.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('sessions/:id')
export class RegisterController {
  constructor(
    private readonly registers: RegisterService,
    private readonly own: OwnAttendanceService,
    private readonly attendances: AttendanceService,
    private readonly dropIns: DropInService,
  ) {}

  /** The register: everybody with a place, and how they attended. For co-facilitators of the run and coordinators. */
  @Get('register')
  @Refuses(sessionsRefusals.roster_closed)
  @Only('facilitator', 'coordinator')
  @Discloses(registerRecord, { inAnswer: 'rows.enrolmentId' })
  read(@Me() me: Actor, @Id() id: string): Promise<RegisterDto> {
    return this.registers.read(me, id);
  }

  /**
   * Records the whole register, or some rows of it, with a result per row. Marks are appended and nothing is
   * overwritten, so no If-Match is needed; a row may name the version it saw instead.
   */
  @Put('register')
  @Refuses(attendanceRefusals.register_locked, sessionsRefusals.roster_closed, attendanceRefusals.session_cancelled)
  @ApiOperation({ operationId: 'markSessionRegister' })
  @Only('facilitator', 'coordinator')
  mark(@Me() me: Actor, @Id() id: string, @Body() { rows }: RegisterBody): Promise<RegisterResultsDto> {
    return this.registers.mark(me, id, rows);
  }

  /** Says that I cannot come; possible until the session ends. No reason is asked. */
  @Post('apology')
  @Refuses(attendanceRefusals.apology_too_late, attendanceRefusals.not_enrolled_here)
  @ApiOperation({ operationId: 'apologiseForSession' })
  @SignedIn()
  @Changes(attendanceRecord)
  async apologise(@Me() me: Actor, @Id() id: string): Promise<AttendanceDto> {
    return this.attendances.one(me, await this.own.apologise(me, id));
  }

  /** Says that I am here, with the code that is shown in the room. */
  @Post('check-in')
  @Refuses(
    attendanceRefusals.check_in_closed,
    attendanceRefusals.check_in_code_wrong,
    attendanceRefusals.not_enrolled_here,
  )
  @ApiOperation({ operationId: 'checkInToSession' })
  @SignedIn()
  @Limited('check-in')
  @Changes(attendanceRecord)
  async checkIn(@Me() me: Actor, @Id() id: string, @Body() { code }: CheckInBody): Promise<AttendanceDto> {
    return this.attendances.one(me, await this.own.checkIn(me, id, code));
  }

  /** The code to show in the room; it changes every minute. For co-facilitators of the run. */
  @Get('check-in-code')
  @Refuses(attendanceRefusals.check_in_closed)
  @Only('facilitator', 'coordinator')
  code(@Me() me: Actor, @Id() id: string): Promise<CheckInCodeDto> {
    return this.own.code(me, id);
  }

  /** Who came to a drop-in. */
  @Get('drop-ins')
  @Refuses(sessionsRefusals.roster_closed)
  @Only('facilitator', 'coordinator')
  @Discloses(dropInRecord)
  async listDropIns(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<DropInPage> {
    return shortPage(await this.dropIns.ofSession(me, id), page);
  }

  /** Records who came to a drop-in: one person by name, or a number of people without names. */
  @Post('drop-ins')
  @Refuses(
    attendanceRefusals.session_cancelled,
    attendanceRefusals.drop_in_recorded,
    attendanceRefusals.not_a_drop_in,
    attendanceRefusals.on_the_register,
    platformRefusals.own_record,
    sessionsRefusals.roster_closed,
  )
  @Only('facilitator', 'coordinator')
  @Changes(dropInRecord)
  async addDropIn(@Me() me: Actor, @Id() id: string, @Body() body: DropInBody): Promise<DropInDto> {
    return this.dropIns.one(await this.dropIns.recordDropIn(me, id, body));
  }
}
