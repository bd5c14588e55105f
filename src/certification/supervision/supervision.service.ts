import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { isCertificationStaff, worksWithPeers } from '../applications/application.policy.js';
import { certificationRefusals } from '../certification.refusals.js';
import { Supervision, SupervisionNote } from './supervision.entity.js';
import type {
  SupervisionBody,
  SupervisionDto,
  SupervisionNoteBody,
  SupervisionNoteDto,
  SupervisionQuery,
} from './supervision.dto.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { when } from '../../platform/access/acts.js';

const supervisions = `
  select ${columnsOf(Supervision, 'v', 'id', 'personId', 'supervisorId', 'focus', 'beganOn', 'endedOn', 'version')},
    n.meetings, n.minutes, n.last as "lastMetOn"
  from supervision v
  cross join lateral (
    select count(*)::integer as meetings, coalesce(sum(minutes), 0)::integer as minutes, max(held_on)::text as last
    from supervision_note
    where supervision_id = v.id
  ) n`;

const notes = `
  select
    ${columnsOf(SupervisionNote, 'n', 'id', 'supervisionId', 'heldOn', 'minutes', 'practice', 'agreed', 'writtenBy')}
  from supervision_note n`;

type SupervisionRow = Omit<SupervisionDto, 'can'>;

/** Supervision of peers: notes about practice, for the two alone; how often they met, for staff as well. */
@Injectable()
export class SupervisionService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationQueryService,
  ) {}

  /** 422 `supervises_oneself`, `person_unknown`; 409 `supervised_already`. */
  begin(actor: Actor, { personId, supervisorId, focus, beganOn }: SupervisionBody): Promise<string> {
    if (personId === supervisorId) throw refuse(certificationRefusals.supervises_oneself);
    return this.database.command(actor, async (tx) => {
      const { today } = await this.certifications.today(tx);
      const id = newId();
      await tx.insert(Supervision, {
        id,
        supervisorId,
        personId,
        focus: focus ?? null,
        beganOn: beganOn ?? today,
        arrangedBy: actor.personId,
      });
      await this.events.record(tx, actor, {
        type: 'supervision.began',
        subjectId: id,
        personId,
        refs: { supervisorId },
      });
      return id;
    });
  }

  /** From today on it is over; what was written stays. 409 `supervision_over`. */
  end(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.lockSupervision(tx, actor, id);
      if (found.endedOn !== null) throw refuse(certificationRefusals.supervision_over);
      const { today } = await this.certifications.today(tx);
      await tx.update(Supervision, { id }, { endedOn: today > found.beganOn ? today : found.beganOn });
      await this.events.record(tx, actor, { type: 'supervision.ended', subjectId: id, personId: found.personId });
      return id;
    });
  }

  /** By the supervisor. 409 `supervision_over`, 422 `not_done_yet`. */
  write(actor: Actor, id: string, { heldOn, minutes, practice, agreed }: SupervisionNoteBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.lockSupervision(tx, actor, id);
      if (found.supervisorId !== actor.personId) throw refuse(platformRefusals.forbidden);
      if (found.endedOn !== null) throw refuse(certificationRefusals.supervision_over);
      if (heldOn > (await this.certifications.today(tx)).today) throw refuse(certificationRefusals.not_done_yet);
      const note = newId();
      await tx.insert(SupervisionNote, {
        id: note,
        supervisionId: id,
        heldOn,
        minutes,
        practice,
        agreed: agreed ?? null,
        writtenBy: actor.personId,
        writtenAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'supervision.met', subjectId: id, personId: found.personId });
      return note;
    });
  }

  /** 404 unless it is mine, from either side, or I am staff. */
  async one(actor: Actor, id: string): Promise<SupervisionDto> {
    const found = await this.database.row<SupervisionRow>(`${supervisions} where v.id = $1`, [id]);
    if (!found || !sees(actor, found)) throw refuse(platformRefusals.not_found);
    return present(actor, found);
  }

  /** Mine, from either side; for staff all. Begun last first. */
  async list(actor: Actor, { limit, cursor }: SupervisionQuery): Promise<Page<SupervisionDto>> {
    const scope = { list: 'supervisions' };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<SupervisionRow>(
      `
        ${supervisions}
        where ($1 or v.person_id = $2 or ($3 and v.supervisor_id = $2)) and ($4::uuid is null or v.id < $4)
        order by v.id desc
        limit $5`,
      [isCertificationStaff(actor), actor.personId, worksWithPeers(actor), before, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => present(actor, each),
    );
  }

  /** Whoever supervises no more sees nothing again because of a restore (BR-191). */
  @Replays('supervision_ended', { 'supervision.ended': 'subject' })
  async endAgain(ids: string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { today } = await this.certifications.today(tx);
      await changed(
        tx,
        `
          update supervision v
          set ended_on = greatest(v.began_on, $2::date)
          where v.id = any ($1) and v.ended_on is null`,
        [ids, today],
      );
    });
  }

  /** For the two alone: 403 for staff, who see how often they met. The latest first, at most 200. */
  async notes(actor: Actor, id: string): Promise<SupervisionNoteDto[]> {
    const { personId, supervisorId } = await this.one(actor, id);
    if (![personId, supervisorId].includes(actor.personId)) throw refuse(platformRefusals.forbidden);
    return this.database.rows<SupervisionNoteDto>(
      `${notes} where n.supervision_id = $1 order by n.held_on desc, n.id desc limit 200`,
      [id],
    );
  }

  async note(actor: Actor, id: string): Promise<SupervisionNoteDto> {
    const found = await this.database.row<SupervisionNoteDto>(`${notes} where n.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    await this.one(actor, found.supervisionId);
    return found;
  }

  private async lockSupervision(tx: Tx, actor: Actor, id: string): Promise<SupervisionRow> {
    await tx.findOne(Supervision, { select: { id: true }, where: { id }, lock: { mode: 'for_no_key_update' } });
    const found = await row<SupervisionRow>(tx, `${supervisions} where v.id = $1`, [id]);
    if (!found || !sees(actor, found)) throw refuse(platformRefusals.not_found);
    return found;
  }
}

const sees = (actor: Actor, { personId, supervisorId }: SupervisionRow): boolean =>
  personId === actor.personId ||
  (supervisorId === actor.personId && worksWithPeers(actor)) ||
  isCertificationStaff(actor);

const present = (actor: Actor, supervision: SupervisionRow): SupervisionDto => ({
  ...supervision,
  can: [
    ...when(supervision.supervisorId === actor.personId && supervision.endedOn === null, 'write_note'),
    ...when([supervision.personId, supervision.supervisorId].includes(actor.personId), 'read_notes'),
    ...when(is(actor, 'coordinator') && supervision.endedOn === null, 'end'),
  ],
});
