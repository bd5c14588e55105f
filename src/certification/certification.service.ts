import { Injectable } from '@nestjs/common';
import { College, dateAt } from '../college/college.service.js';
import { type Actor, automatic, is } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, rows, type Tx } from '../platform/database/sql.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import { newId } from '../platform/ids.js';
import type { CertificationBody, CertificationDto, CertificationQuery, PeriodBody, VerificationBody } from './certification.dto.js';
import { refuse } from './certification.refusals.js';
import { peerTracks, type Period, stateOn, validThrough } from './certification.rules.js';

const periodsJson = `(select json_agg(json_build_object('id', p.id, 'grade', p.grade, 'validFrom', p.valid_from, 'validThrough', p.valid_through,
  'verifiedAt', p.verified_at) order by p.valid_from) from certification_period p where p.certification_id = c.id)`;

const certificationView = `select c.id, c.person_id as "personId", c.scheme_id as "schemeId", s.name as "schemeName", s.track, c.number,
  c.register_link as "registerLink", ${periodsJson} as periods, c.version
  from certification c join certification_scheme s on s.id = c.scheme_id`;

type CertificationRow = Omit<CertificationDto, 'state' | 'validThrough' | 'can'>;

/** Certifications of peer facilitators: recorded, verified by somebody else, renewed by another period (BR-104). */
@Injectable()
export class Certifications {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: College,
    private readonly clock: Clock,
  ) {}

  /** Records an external certification, mine or, by a coordinator, somebody else's. It does not count until it is verified. */
  record(actor: Actor, { personId = actor.personId, schemeId, number, registerLink, ...period }: CertificationBody): Promise<string> {
    if (personId !== actor.personId && !is(actor, 'coordinator')) throw refusePlatform('forbidden');
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await changed(
        tx,
        `insert into certification (id, person_id, scheme_id, number, register_link, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, personId, schemeId, number, registerLink ?? null, actor.personId, this.clock.now()],
      );
      await this.addPeriod(tx, actor, id, period);
      await this.events.record(tx, actor, { type: 'certification.recorded', subjectId: id, personId });
      return id;
    });
  }

  /** Adds a period to my certification or, by a coordinator, to somebody else's. Earlier periods stay as they are. */
  renew(actor: Actor, id: string, period: PeriodBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { personId } = await this.lock(tx, actor, id);
      await this.addPeriod(tx, actor, id, period);
      await this.events.record(tx, actor, { type: 'certification.renewal_recorded', subjectId: id, personId });
      return id;
    });
  }

  /** Says that the latest unverified period was checked. 403 `self_verified` for one's own, 409 when there is none to check. */
  verify(actor: Actor, id: string, { how }: VerificationBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { personId } = await this.lock(tx, actor, id);
      if (personId === actor.personId) throw refuse('self_verified');
      const count = await changed(
        tx,
        `update certification_period set verified_by = $2, verified_at = $3, verified_how = $4 where certification_id = $1 and verified_at is null`,
        [id, actor.personId, this.clock.now(), how],
      );
      if (count === 0) throw refuse('period_verified');
      await changed(tx, 'update certification set id = id where id = $1', [id]); // a new version of the whole
      await this.events.record(tx, actor, { type: 'certification.verified', subjectId: id, personId });
      return id;
    });
  }

  /** Mine; for coordinators and administrators everybody's. Recorded last first. */
  async list(actor: Actor, query: CertificationQuery): Promise<Page<CertificationDto>> {
    const scope = { list: 'certifications', personId: query.personId };
    const [after = null] = decodeCursor(query.cursor, scope, 1) ?? [];
    const found = await this.database.rows<CertificationRow>(
      `${certificationView} where ($1 or c.person_id = $2) and ($3::uuid is null or c.person_id = $3) and ($4::uuid is null or c.id < $4)
        order by c.id desc limit $5`,
      [seesAll(actor), actor.personId, query.personId ?? null, after, query.limit + 1],
    );
    const today = await this.today();
    return pageOf(found, query.limit, scope, ({ id }) => [id], (certification) => present(actor, certification, today));
  }

  /** 404 for an unknown certification, and for somebody else's unless one coordinates. */
  async one(actor: Actor, id: string): Promise<CertificationDto> {
    const found = await this.database.row<CertificationRow>(`${certificationView} where c.id = $1 and ($2 or c.person_id = $3)`, [id, seesAll(actor), actor.personId]);
    if (!found) throw refusePlatform('not_found');
    return present(actor, found, await this.today());
  }

  /**
   * For these people and courses, answers by which day each may last facilitate the course as a peer without a gap from
   * today on (BR-22); null without a verified certification in a track that the course allows.
   */
  async peersThrough(tx: Tx, asked: { personId: string; courseId: string }[]): Promise<(personId: string, courseId: string) => string | null> {
    const today = dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
    const found = await rows<{ personId: string; courseId: string; periods: Period[] }>(
      tx,
      `select asked."personId", asked."courseId", json_agg(json_build_object('validFrom', p.valid_from, 'validThrough', p.valid_through, 'verified', p.verified_at is not null)) as periods
         from (select distinct * from json_to_recordset($1) as each("personId" uuid, "courseId" uuid)) asked
         join certification c on c.person_id = asked."personId"
         join certification_scheme s on s.id = c.scheme_id
         join certification_period p on p.certification_id = c.id
        where s.track = any ($2) and (s.track in (select track from course_peer_track where course_id = asked."courseId")
              or not exists (select from course_peer_track where course_id = asked."courseId"))
        group by asked."personId", asked."courseId", c.id`,
      [JSON.stringify(asked), peerTracks],
    );
    const through = new Map<string, string>();
    for (const { personId, courseId, periods } of found) {
      const until = validThrough(periods, today);
      const key = `${personId} ${courseId}`;
      if (until !== null && until > (through.get(key) ?? '')) through.set(key, until);
    }
    return (personId, courseId) => through.get(`${personId} ${courseId}`) ?? null;
  }

  /**
   * Records `certification.lapsed` once for each certification whose verified validity is over, so that the timetable can
   * look at what its holder facilitates. Whether it is valid never depends on this.
   */
  async noticeLapsed(): Promise<void> {
    const { timeZone } = await this.college.current();
    await this.database.transaction(async (tx) => {
      const lapsed = await rows<{ id: string; personId: string; through: string }>(
        tx,
        `select c.id, c.person_id as "personId", max(p.valid_through)::text as through
           from certification c join certification_period p on p.certification_id = c.id and p.verified_at is not null
          group by c.id having max(p.valid_through) < $1::date
             and not exists (select from event e where e.subject_id = c.id and e.type = 'certification.lapsed' and e.refs->>'through' = max(p.valid_through)::text)
          order by c.id limit 500`,
        [dateAt(this.clock.now(), timeZone)],
      );
      await this.events.record(
        tx,
        automatic('lapsed-certifications'),
        ...lapsed.map(({ id, personId, through }) => ({ type: 'certification.lapsed', subjectId: id, personId, refs: { through } })),
      );
    });
  }

  private async addPeriod(tx: Tx, actor: Actor, certificationId: string, { grade, validFrom, validThrough: last }: PeriodBody): Promise<void> {
    await changed(
      tx,
      `insert into certification_period (id, certification_id, grade, valid_from, valid_through, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), certificationId, grade, validFrom, last, actor.personId, this.clock.now()],
    );
    await changed(tx, 'update certification set id = id where id = $1', [certificationId]);
  }

  private async lock(tx: Tx, actor: Actor, id: string): Promise<{ personId: string }> {
    const found = await row<{ personId: string }>(tx, 'select person_id as "personId" from certification where id = $1 for no key update', [id]);
    if (!found || (found.personId !== actor.personId && !is(actor, 'coordinator'))) throw refusePlatform('not_found');
    return found;
  }

  private async today(): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current()).timeZone);
  }
}

const seesAll = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

function present(actor: Actor, certification: CertificationRow, today: string): CertificationDto {
  const periods = certification.periods.map(({ validFrom, validThrough: last, verifiedAt }) => ({ validFrom, validThrough: last, verified: verifiedAt !== null }));
  const mine = certification.personId === actor.personId;
  const open = periods.some(({ verified }) => !verified);
  return {
    id: certification.id,
    personId: certification.personId,
    schemeId: certification.schemeId,
    schemeName: certification.schemeName,
    track: certification.track,
    number: certification.number,
    registerLink: certification.registerLink,
    periods: certification.periods.map((period) => ({ ...period, verifiedAt: period.verifiedAt && new Date(period.verifiedAt).toISOString() })),
    state: stateOn(periods, today),
    validThrough: validThrough(periods, today),
    can: [...(mine || is(actor, 'coordinator') ? ['renew'] : []), ...(!mine && open && is(actor, 'coordinator') ? ['verify'] : [])],
    version: certification.version,
  };
}
