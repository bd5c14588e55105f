import { namedCoursesSql } from '../../courses/catalogue/course.sql.js';
import { namedPeopleSql } from '../../people/account/person.sql.js';
import { wallTime } from '../../platform/database/sql.js';
import type { NamedKind, NamedRecord } from '../../platform/names/named.decorator.js';
import { assignedSql } from '../facilitators/facilitation.sql.js';
import type { RunState } from '../runs/run.rules.js';
import type { SessionState } from '../sessions/session.rules.js';
import { ownTitleSql } from '../sessions/session.sql.js';

/** A record by its name, with what the policy of its kind asks about. */
export interface NamedRow {
  kind: NamedKind;
  named: NamedRecord | null;
  state: SessionState | null;
  runState: RunState | null;
  assigned: boolean;
}

/** $1 who asks, $2 whether they see every course, $3 ids of all kinds. */
const named: Record<NamedKind, string> = {
  person: `
    select 'person' as kind, p.named, null as state, null as "runState", false as assigned
    from (${namedPeopleSql('$3::uuid[]')}) p`,
  run: `
    select 'run' as kind,
      json_build_object(
        'id', r.id, 'courseTitle', c.title, 'startsOn',
        (select min(s.local_start)::date::text from session s where s.run_id = r.id and s.state <> 'cancelled')
      ) as named,
      null as state, r.state as "runState", ${assignedSql('$1', 'r.id')} as assigned
    from run r
    join course_version cv on cv.id = r.version_id
    join course c on c.id = cv.course_id
    where r.id = any ($3::uuid[])`,
  session: `
    select 'session' as kind,
      json_build_object(
        'id', s.id, 'title', coalesce(${ownTitleSql('s', 'cv')}, c.title), 'localStart', ${wallTime('s.local_start')},
        'timeZone', s.time_zone
      ) as named,
      s.state, r.state as "runState", ${assignedSql('$1', 's.run_id')} as assigned
    from session s
    join run r on r.id = s.run_id
    join course_version cv on cv.id = r.version_id
    join course c on c.id = cv.course_id
    where s.id = any ($3::uuid[])`,
  course: `
    select 'course' as kind, c.named, null as state, null as "runState", false as assigned
    from (${namedCoursesSql('$3::uuid[]', '$1', '$2')}) c`,
};

export const namedKinds = Object.keys(named) as NamedKind[];

/** Records of these kinds by name, in one statement. */
export const namedRecords = (kinds: readonly NamedKind[]): string => `
  with asks as (
    select $1::uuid as person, $2::boolean as every_course
  )
  ${kinds.map((kind) => named[kind]).join(' union all ')}`;
