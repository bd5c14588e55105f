import { Injectable } from '@nestjs/common';
import { type Actor, automatic, is } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow, insertRow, insertRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { worksWithPeers } from '../applications/application.policy.js';
import { ApplicationService } from '../applications/application.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { practisedMinutesSql } from './practice.sql.js';
import type { PracticeBody, PracticeDto, PracticeQuery } from './evidence.dto.js';
import { PracticeLog, PracticeVerification } from './practice-log.entity.js';
import type { PracticeKind } from '../schemes/scheme.rules.js';
import { ApplicationQueryService } from '../applications/application-query.service.js';

const logs = `
  select
    ${columnsOf(PracticeLog, 'l', 'id', 'personId', 'practisedOn', 'kind', 'note', 'supervisorId')},
    ${practisedMinutesSql('l')} as minutes, ${columnsOf(PracticeLog, 'l', 'sessionId')}, ${columnsOf(PracticeVerification, 'v', 'verifiedAt', 'verifiedBy')}
  from practice_log l
  left join practice_verification v on v.log_id = l.id`;

type PracticeRow = Omit<PracticeDto, 'verifiedAt'> & { verifiedAt: Date | null };

/** A session that was delivered, as practice of one of its facilitators. */
export interface DeliveredPractice {
  personId: string;
  sessionId: string;
  practisedOn: string;
  minutes: number;
  kind: PracticeKind;
  /** Who said that it was delivered; it confirms the practice of everybody else. */
  confirmedBy: string | null;
}

/** Practice: logged by the person or credited from delivered sessions, and confirmed by somebody else (BR-89). */
@Injectable()
export class PracticeLogService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly applications: ApplicationService,
    private readonly queries: ApplicationQueryService,
  ) {}

  /** 422 `not_done_yet`; 422 `self_verified` when somebody names themselves as the one who was there. */
  log(
    actor: Actor,
    applicationId: string,
    { practisedOn, minutes, kind, note, supervisorId }: PracticeBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { today } = await this.applications.lockOwnApplication(tx, actor, applicationId);
      if (practisedOn > today) throw refuse(certificationRefusals.not_done_yet);
      refuseOwnRecord(actor, supervisorId, certificationRefusals.self_verified);
      const id = newId();
      await insertRow(tx, PracticeLog, {
        id,
        personId: actor.personId,
        practisedOn,
        minutes,
        kind,
        note: note ?? null,
        supervisorId: supervisorId ?? null,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      await this.applications.touch(tx, applicationId);
      await this.events.record(tx, actor, {
        type: 'practice.logged',
        subjectId: id,
        refs: { applicationId, supervisorId: supervisorId ?? null },
      });
      return id;
    });
  }

  /**
   * Confirms what somebody else logged: whoever was there, or a coordinator. 422 `self_verified`, 409
   * `practice_verified_already`.
   */
  verify(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const log = await findRow(tx, PracticeLog, { id }, ['personId', 'supervisorId']);
      if (!log || !(concerns(actor, log) || is(actor, 'coordinator'))) throw refuse(platformRefusals.not_found);
      refuseOwnRecord(actor, log.personId, certificationRefusals.self_verified);
      await this.confirm(tx, id, log.personId, actor.personId);
      await this.events.record(tx, actor, { type: 'practice.verified', subjectId: id, personId: log.personId });
      return id;
    });
  }

  /**
   * Credits a delivered session to those who delivered it, once each. The one who said so needs somebody else to
   * confirm their own.
   */
  async creditDelivery(practices: DeliveredPractice[]): Promise<void> {
    const credits = practices.map((practice) => ({ ...practice, id: newId() }));
    await this.database.transaction(async (tx) => {
      const added = await rows<{ id: string }>(
        tx,
        `
          insert into practice_log (id, person_id, practised_on, minutes, kind, session_id, recorded_by, recorded_at)
          select id, "personId", "practisedOn", minutes, kind, "sessionId", "confirmedBy", $2
          from json_to_recordset($1) as one(
            id uuid, "personId" uuid, "practisedOn" date, minutes integer, kind text, "sessionId" uuid,
            "confirmedBy" uuid
          )
          on conflict on constraint practice_log_session_once
          do nothing
          returning id`,
        [JSON.stringify(credits), this.clock.now()],
      );
      const credited = credits.filter(({ id }) => added.some((one) => one.id === id));
      await insertRows(
        tx,
        PracticeVerification,
        credited.flatMap(({ id, personId, confirmedBy }) =>
          confirmedBy === null || confirmedBy === personId
            ? []
            : [{ logId: id, personId, verifiedBy: confirmedBy, verifiedAt: this.clock.now() }],
        ),
      );
      const happened = credited.map(({ id, personId, sessionId }) => ({
        type: 'practice.credited',
        subjectId: id,
        personId,
        refs: { sessionId },
      }));
      await this.events.record(tx, automatic('credit-practice'), ...happened);
    });
  }

  /** 404 unless it is mine, I was there, or I coordinate. */
  async one(actor: Actor, id: string): Promise<PracticeDto> {
    const found = await this.database.row<PracticeRow>(`${logs} where l.id = $1`, [id]);
    if (!found || !(concerns(actor, found) || is(actor, 'coordinator', 'administrator')))
      throw refuse(platformRefusals.not_found);
    return present(found);
  }

  /** All practice of the applicant, the latest first; for those who see the application. */
  async ofApplicant(actor: Actor, applicationId: string, { limit, cursor }: PracticeQuery): Promise<Page<PracticeDto>> {
    const { personId } = await this.queries.one(actor, applicationId);
    const scope = { list: 'practice-logs', applicationId };
    const [day = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<PracticeRow>(
      `
        ${logs}
        where l.person_id = $1 and ($2::date is null or (l.practised_on, l.id) < ($2, $3::uuid))
        order by l.practised_on desc, l.id desc
        limit $4`,
      [personId, day, id, limit + 1],
    );
    return pageOf(found, limit, scope, place, present);
  }

  /** What waits for me to confirm it: where I was there, and for coordinators all. Oldest first. */
  async toVerify(actor: Actor, { limit, cursor }: PracticeQuery): Promise<Page<PracticeDto>> {
    const scope = { list: 'practice-to-verify' };
    const [day = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<PracticeRow>(
      `
        ${logs}
        where not l.confirmed
          and l.person_id <> $1
          and ($2 or l.supervisor_id = $1)
          and ($3::date is null or (l.practised_on, l.id) > ($3, $4::uuid))
        order by l.practised_on, l.id
        limit $5`,
      [actor.personId, is(actor, 'coordinator'), day, id, limit + 1],
    );
    return pageOf(found, limit, scope, place, present);
  }

  private async confirm(tx: Tx, logId: string, personId: string, by: string): Promise<void> {
    await insertRow(tx, PracticeVerification, { logId, personId, verifiedBy: by, verifiedAt: this.clock.now() });
  }
}

/** Whose practice it is, and who was there and still works with peers. */
const concerns = (actor: Actor, { personId, supervisorId }: Pick<PracticeLog, 'personId' | 'supervisorId'>): boolean =>
  personId === actor.personId || (supervisorId === actor.personId && worksWithPeers(actor));

const place = ({ practisedOn, id }: PracticeRow): string[] => [practisedOn, id];

const present = ({ verifiedAt, ...log }: PracticeRow): PracticeDto => ({
  ...log,
  verifiedAt: verifiedAt?.toISOString() ?? null,
});
