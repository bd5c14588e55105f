import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { CourseBody, CourseChange, CourseDto, CourseQuery } from './course.dto.js';
import { Course } from './course.entity.js';
import { seesCourseSql } from './course.sql.js';
import { isCourseStaff } from '../versions/course-version.policy.js';

/**
 * A course as a person ($1, staff: $2) sees it; hidden when nothing of it is published and the person has no part in
 * it.
 */
const seenCourses = `
  select ${columnsOf(Course, 'c', 'id', 'title', 'topic', 'audience', 'strand', 'firstProposedByRole', 'version')},
    of_course.current_id as "currentVersionId",
    case
      when of_course.current_id is not null then 'offered'
      when of_course.states && '{in_coproduction,drafted,in_review,changes_requested,approved}' then 'in_development'
      when of_course.states && '{proposed}' then 'proposed'
      when of_course.states && '{superseded,retired}' then 'retired'
      when of_course.states && '{declined}' then 'declined'
      else 'in_development'
    end as status
  from course c
  cross join lateral (
    select coalesce(array_agg(v.state::text), '{}') as states,
      (array_agg(v.id) filter (where v.state in ('published', 'under_review')))[1] as current_id
    from course_version v
    where v.course_id = c.id
  ) of_course
  where ${seesCourseSql('c.id', '$1', '$2')}`;

type CourseRow = Omit<CourseDto, 'can'>;

/** The courses of the college. */
@Injectable()
export class CourseService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Whether this person sees every course. */
  seesAll(actor: Actor): boolean {
    return isCourseStaff(actor);
  }

  create(actor: Actor, body: CourseBody): Promise<string> {
    return this.database.command(actor, (tx) => this.insert(tx, actor, body));
  }

  /** For a command of this module that makes a course. */
  async insert(tx: Tx, actor: Actor, { title, topic, audience = [], strand = null }: CourseBody): Promise<string> {
    const id = newId();
    await tx.insert(Course, {
      id,
      title,
      topic,
      audience,
      strand,
      firstProposedByRole: roleOf(actor),
      createdAt: this.clock.now(),
    });
    await this.events.record(tx, actor, { type: 'course.created', subjectId: id });
    return id;
  }

  /** 404 for an unknown course, 412 when somebody else changed it meanwhile. */
  async change(actor: Actor, id: string, expected: number, wish: CourseChange): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const course = await tx.findOne(Course, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!course) throw refuse(platformRefusals.not_found);
      if (course.version !== expected) throw stale(course.version);
      // Calendars show the title.
      await this.database.tellTime(tx);
      await tx.update(Course, { id }, { id, ...wish });
      await this.events.record(tx, actor, { type: 'course.changed', subjectId: id });
      return id;
    });
  }

  /** 404 for a course of which nothing is published, unless the actor has a part in it. */
  async read(actor: Actor, id: string): Promise<CourseDto> {
    const found = await this.database.row<CourseRow>(`${seenCourses} and c.id = $3`, [
      actor.personId,
      isCourseStaff(actor),
      id,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found, actor);
  }

  /** The courses that the actor may see, by title, then id. */
  async list(actor: Actor, { limit, cursor, title, topic, status }: CourseQuery): Promise<Page<CourseDto>> {
    const scope = { list: 'courses', title, topic, status };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<CourseRow>(
      `
        select *
        from (
          ${seenCourses}
            and ($3::text is null or c.topic = $3)
            and ${isFoundSql('c.title', '$7', title)}
            and ($5::uuid is null or (c.title, c.id) > (select ${columnsOf(Course, 'l', 'title', 'id')} from course l where l.id = $5))
        ) seen
        where ($4::text is null or status = $4)
        order by title, id
        limit $6`,
      [actor.personId, isCourseStaff(actor), topic ?? null, status ?? null, after, limit + 1, title ?? null],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (row) => present(row, actor),
    );
  }
}

const present = (row: CourseRow, actor: Actor): CourseDto => ({
  id: row.id,
  title: row.title,
  topic: row.topic,
  audience: row.audience,
  strand: row.strand,
  firstProposedByRole: row.firstProposedByRole,
  status: row.status,
  currentVersionId: row.currentVersionId,
  version: row.version,
  can: isCourseStaff(actor) ? ['edit', 'add_version'] : [],
});

const roleOf = (actor: Actor) =>
  (['administrator', 'coordinator', 'facilitator'] as const).find((role) => is(actor, role)) ?? 'learner';
