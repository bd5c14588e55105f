import { Injectable } from '@nestjs/common';
import { PeopleService } from '../../people/account/people.service.js';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf, insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { fieldError, refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { DropIn } from './attendance-mark.entity.js';
import { canSeeRegister, requireDays } from './attendance.policy.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import type { DropInBody, DropInDto } from './drop-in.dto.js';
import { RegisterWriterService } from './register-writer.service.js';
import { registerHead } from './register.queries.js';
import { minutesAfter } from './register.rules.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';

type StoredDropIn = Omit<DropIn, 'recordedBy' | 'takenBackAt'> & Pick<DropInDto, 'chosenName'>;

const dropIns = `
  select ${columnsOf(DropIn, 'd', 'id', 'sessionId', 'personId', 'anonymousCount', 'recordedAt')},
    p.chosen_name as "chosenName"
  from drop_in d
  left join person p on p.id = d.person_id`;

/** Who came to a drop-in, where nobody enrols and so nobody is absent (BR-64). */
@Injectable()
export class DropInService {
  constructor(
    private readonly database: Database,
    private readonly writer: RegisterWriterService,
    private readonly people: PeopleService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Records one person by name, or a number without names. 422 `own_record` for oneself by name, `not_a_drop_in` for a
   * course on which people enrol.
   */
  recordDropIn(actor: Actor, sessionId: string, { personId, anonymousCount }: DropInBody): Promise<string> {
    if ((personId === undefined) === (anonymousCount === undefined)) {
      throw refuse(platformRefusals.validation_failed, {
        errors: [fieldError('one_of_two', 'fields.one_of_two', {}, '/personId')],
      });
    }
    return this.database.command(actor, async (tx) => {
      const register = await this.writer.open(tx, actor, sessionId);
      const { session, now, policy } = register;
      if (!canSeeRegister(actor, register)) throw refuse(platformRefusals.not_found);
      refuseOwnRecord(actor, personId);
      requireDays(actor, register.days, now);
      this.writer.requireOpen(register);
      if (session.mode !== 'drop_in') throw refuse(attendanceRefusals.not_a_drop_in);
      const grace = policy.attendanceGraceMinutes;
      if (minutesAfter(session.startsAt, now) < -grace)
        throw refuse(attendanceRefusals.session_not_started, { values: { grace } });
      if (personId !== undefined) {
        if (!(await this.people.exists(tx, personId))) throw refuse(platformRefusals.not_found);
        if (register.people.some((person) => person.personId === personId && person.holdsPlace))
          throw refuse(attendanceRefusals.on_the_register);
      }
      const id = newId();
      await insertRow(tx, DropIn, {
        id,
        sessionId,
        personId,
        anonymousCount,
        recordedBy: actor.personId,
        recordedAt: now,
      });
      await this.events.record(tx, actor, {
        type: 'drop_in.recorded',
        subjectId: id,
        personId,
        refs: { sessionId, runId: session.runId },
      });
      return id;
    });
  }

  async one(id: string): Promise<DropInDto> {
    const found = await this.database.row<StoredDropIn>(`${dropIns} where d.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found);
  }

  /**
   * Who came, in the order of recording; at most 200. 404 for others than co-facilitators of the run and coordinators.
   */
  async ofSession(actor: Actor, sessionId: string): Promise<DropInDto[]> {
    const head = await this.database.row<RunDays & { facilitates: boolean; rosterDays: number }>(registerHead, [
      actor.personId,
      sessionId,
    ]);
    if (!head || !canSeeRegister(actor, head)) throw refuse(platformRefusals.not_found);
    requireDays(actor, head, this.clock.now());
    return (
      await this.database.rows<StoredDropIn>(
        `${dropIns} where d.session_id = $1 and d.taken_back_at is null order by d.recorded_at, d.id limit 200`,
        [sessionId],
      )
    ).map(present);
  }
}

const present = ({ id, sessionId, personId, chosenName, anonymousCount, recordedAt }: StoredDropIn): DropInDto => ({
  id,
  sessionId,
  personId,
  chosenName,
  anonymousCount,
  recordedAt: recordedAt.toISOString(),
  can: [],
  version: 1,
});
